"""A refusal is no fault of the portal: the log gets one line that says who was refused what, and no traceback."""

import logging

REFUSED = (400, 403)


class RefusalFilter(logging.Filter):
    """Rewrites what Django logs of a refused request; everything else passes as it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is None or getattr(record, "status_code", None) not in REFUSED:
            return True
        error = record.exc_info[1] if record.exc_info else None
        reason = str(error) if error and str(error) else record.getMessage().partition(":")[0]
        user = getattr(request, "user", None)
        who = f"user {user.pk}" if user is not None and user.pk else "nobody signed in"
        record.msg = "Refused %s to %s: %s %s (%s)"
        match = request.resolver_match
        # A link by mail is a key: its address is written down nowhere.
        path = match.route if match is not None and "token" in match.kwargs else request.path
        words = (str(getattr(record, "status_code", "")), who, str(request.method), path, reason)
        # As Django does it: a line break in an address must not begin a line of the log.
        record.args = tuple(word.encode("unicode_escape").decode("ascii") for word in words)
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = record.stack_info = None
        return True
