"""`kubectl describe`, whole or in pieces, in the shape of the API. Pure."""
