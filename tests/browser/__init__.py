"""What people meet in a real browser: taps and keys counted, accessibility, sizes, offline."""
