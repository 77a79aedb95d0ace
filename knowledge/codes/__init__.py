"""What exit codes mean: tables (YAML beside this file) and the code that reads them; knows no cluster and no Slack."""
