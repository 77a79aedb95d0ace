"""Questions on their way in and answers on their way out, each delivered once."""
