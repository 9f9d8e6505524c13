batch_size = int(8)
