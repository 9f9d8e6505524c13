"""What this is."""
'''and
more = 3
'''
batch_size = 2
