"""What is true of exit codes and of broken pods; pure, and empty here so that importing a part costs only that part."""
