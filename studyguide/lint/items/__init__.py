"""Items: the rules of item writing, over the questions of each chapter and of the guide as a whole.

They follow the item-writing guide of the NBME. A rule a module; `run` applies them all.
"""

from studyguide.lint.items.run import check_items

__all__ = ["check_items"]
