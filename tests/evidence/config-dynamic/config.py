import os
from model import GPT
batch_size = int(os.environ['B'])
n_layer = 12 if big else 6
n_head = layers.count
n_embd = sizes[0]
dtype = f'{name}16'
block_size = unknown * 2
bias = not True
if torch.cuda.is_available():
    gradient_accumulation_steps = 8
    for k in range(3):
        dropout = 0.5
else: compile = False
def f():
    n_layer = 99
print(batch_size)
vocab_size = 65
