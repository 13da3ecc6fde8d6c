"""`./guide watch`: the guide in a browser while it is written. The home of starlette, uvicorn and watchfiles."""
