"""The commands a person learns, and the steps they are made of."""
