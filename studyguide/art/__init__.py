"""Pictures: drawings proven harmless, charts from data, the cover, and their images for readers that want pixels."""
