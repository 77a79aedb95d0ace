"""What lines tell in words: `states` in kubectl's words, `facts` (codes, signals, reasons) of any writer. Pure."""
