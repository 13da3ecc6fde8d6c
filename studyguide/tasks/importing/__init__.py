"""./guide import: a book or a file of another program as a guide or a chapter of one."""
