"""Why a form came back: the statuses of HTTP that say so."""

# Somebody or something else was quicker: what was sent no longer fits what stands.
CONFLICT = 409
# The answers themselves do not do (RFC 9110, 15.5.21).
UNFIT = 422
