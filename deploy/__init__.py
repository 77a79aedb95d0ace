"""What it takes to run whypod somewhere: the sandbox on one machine. Production code must not import it."""
