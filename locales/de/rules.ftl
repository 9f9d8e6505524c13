## Weitere Faustregeln

book-rules = Weitere Faustregeln

formula-gpt2_small--param_share = Parameter im Verhältnis zu GPT-2 small
    .meaning = „Ein Viertel der Parameter von GPT-2 small.“
    .source = Beschreibung des Besitzers von D1
formula-d1--from_gpt2_small = Schluss von GPT-2 small auf D1
    .meaning = Aus dem Bedarf von GPT-2 small abgeleiteter Bedarf.
    .source = Beschreibung des Besitzers von D1
formula-d1--overhead_share = Anteil des Overheads
    .meaning = Der angebliche Anteil des Overheads.
    .source = Beschreibung des Besitzers von D1
formula-folk--tensor_overhead = Overhead je Tensor
    .meaning = Was PyTorch angeblich zu jedem Tensor hinzugibt.
    .source = Beschreibung des Besitzers von D1
formula-korthikanti--flash = Veröffentlichte Aktivierungsformel ohne Scores
    .meaning = Modellzustände und Aktivierungen; die Scores nur, wo Attention von Hand gerechnet wird.
    .source = Korthikanti u. a., 2022 (arXiv:2205.05198)
formula-accelerate--peak = Schätzung von accelerate
    .meaning = Das Vierfache der float32-Gewichte, in halber Genauigkeit das Doppelte.
    .source = `accelerate estimate-memory` (Hugging Face)
formula-zero2_estimator--peak = Schätzung von DeepSpeed, eine GPU
    .meaning = Modellzustände unter ZeRO-2 auf einer einzigen GPU.
    .source = `estimate_zero2_model_states_mem_needs` (DeepSpeed)
formula-blocks_and_rest--eager = Aktivierungen der Blöcke und Rest (eager)
    .meaning = Spitzenwert ohne Modellzustände und ohne Tensoren von der Größe der Logits.
    .source = Festlegung dieser Website
