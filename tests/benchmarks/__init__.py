"""What `make bench` measures. Nothing here passes or fails: each figure is printed as `name: value`."""
