# expect: error error
print("\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\u202e\x9b31m")

class Error(Exception):
    pass

Error.__name__ = "\x1b[31m<b>Error</b>"

def double(x):
    print("\x1b[8m<img src=x onerror=alert(1)>")
    raise Error("\x1b]8;;http://example.org\x07<a href=javascript:alert(1)>press</a>")
