"""What crosses Redis: questions, answers, jumps and incidents, and the names of keys and queues. Pure."""
