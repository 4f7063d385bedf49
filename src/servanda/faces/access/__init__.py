"""Who asks, what that visitor may do, and whether what is sent comes from a page of ours."""
