init_from = 'gpt2-xl'
n_layer = 3  # train.py does not ask this
dataset = 'shakespeare'
batch_size = 1
gradient_accumulation_steps = 32
dropout = 0.1
