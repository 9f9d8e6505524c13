## What `babacus explain` says about configs, logs, nvidia-smi and out-of-memory messages

evidence-config = Konfigurationsdatei { $file }
evidence-config-assumed = Angenommen, weil die Datei es nicht festlegt:
evidence-config-default = Vorgabe von nanoGPT
evidence-config-follows = folgt aus { $key } = { $value }
evidence-config-forced = folgt aus { $key } = { $value }, gleich was die Datei sagt
evidence-config-dynamic = Dynamisch, deshalb nicht ausgeführt:
evidence-dynamic-call = Aufruf
evidence-dynamic-conditional = bedingter Ausdruck
evidence-dynamic-import = Import
evidence-dynamic-attribute = Attribut
evidence-dynamic-subscript = Element einer Sammlung
evidence-dynamic-name = Name ohne bekannten Wert
evidence-dynamic-operator = Operator, der hier nicht gelesen wird
evidence-dynamic-format = Text, in dem etwas berechnet wird
evidence-dynamic-statement = Anweisung
evidence-dynamic-block = Block, der vielleicht nicht läuft
evidence-card = { $card }: { $total }, so wie nvidia-smi sie angibt
evidence-estimates = Schätzung

evidence-log = Protokoll { $file }, verglichen mit der Formelsammlung
evidence-agrees = stimmt mit der Schätzung überein: { $estimate }
evidence-above = { $by } mehr als geschätzt: { $estimate }
evidence-below = { $by } weniger als geschätzt: { $estimate }
evidence-log-change = Mit { $change } stimmt alles überein: vermutlich war der Lauf so eingestellt.
evidence-log-unexplained = Protokoll und Eingaben gehören vermutlich nicht zum selben Lauf. Das Vokabular, die Biases und die Sequenzlänge ändern diese Zahlen am häufigsten; in „number of parameters“ zählt nanoGPT die Positionen nicht mit.

evidence-smi = nvidia-smi in { $file }, verglichen mit der Formelsammlung
evidence-smi-process = Der Prozess { $name } belegt { $reading }.
evidence-smi-used = Auf der Karte sind { $reading } belegt; welcher Teil davon zum Training gehört, steht hier nicht.
evidence-smi-estimate = Erwartet werden { $low } bis { $high }, meist { $usual }: reservierter Speicher und CUDA-Kontext.
evidence-smi-peak = Davon fordern die Tensoren an der Spitze { $peak } an.
evidence-smi-inside-above = Die Ablesung liegt in diesem Bereich, { $by } über dem üblichen Wert.
evidence-smi-inside-below = Die Ablesung liegt in diesem Bereich, { $by } unter dem üblichen Wert.
evidence-smi-above = Die Ablesung liegt { $by } über dem üblichen Wert und damit über dem Bereich. Meist liegt es an Fragmentierung, an der Auswertung zwischendurch, an mehreren GPUs (DDP, NCCL) oder an einer anderen PyTorch-Version.
evidence-smi-below = Die Ablesung liegt { $by } unter dem üblichen Wert und damit unter dem Bereich. Meist wurde vor dem ersten vollständigen Schritt abgelesen, oder der Lauf war kompiliert und die Schätzung ist es nicht.
evidence-smi-change = Mit { $change } läge die Ablesung im Bereich.
evidence-smi-others = Auf der Karte sind { $used } belegt. { $others } davon gehören anderen Prozessen oder dem Treiber, nicht diesem: Kontext, Kernel und Cache eines Prozesses stecken schon in seiner eigenen Zahl.
evidence-smi-total = Die Karte hat { $total }, wie angenommen.
evidence-smi-total-differs = Die Karte hat { $total }, gerechnet wurde mit { $card }: --set card='{ $mib } MiB' stellt das richtig.

evidence-oom = Die Meldung, Zahl für Zahl
evidence-oom-tried = angefordert, auf die Schritte des Allokators aufgerundet
evidence-oom-capacity = Speicher der Karte, wie CUDA ihn sieht; nvidia-smi nennt etwas mehr
evidence-oom-free = auf der Karte frei
evidence-oom-allocated = von Tensoren belegt
evidence-oom-reserved = vom Allokator reserviert, die Tensoren eingeschlossen
evidence-oom-spare = vom Allokator reserviert, aber von keinem Tensor belegt
evidence-oom-pools = in den eigenen Bereichen von CUDA-Graphen
evidence-oom-process = dieser Prozess im Ganzen, mit CUDA-Kontext und Kerneln
evidence-oom-other = ein Prozess auf der Karte; es kann der eigene sein
evidence-oom-allowed = Obergrenze, die das Programm sich selbst gesetzt hat
evidence-oom-unknown = unbekannt
evidence-oom-request = Der Tensor braucht mehr als { $low } und höchstens { $high }: Reserviert wird in Schritten von 2 MiB.
evidence-oom-request-small = Der Tensor braucht höchstens { $high }: Kleine Anforderungen teilen sich Stücke von 2 MiB.
evidence-oom-request-medium = Der Tensor braucht mehr als { $low } und weniger als { $high }: Solche Anforderungen teilen sich Stücke von 20 MiB.
evidence-oom-note-spare = { $amount } hat der Allokator reserviert, ohne dass ein Tensor sie belegt: zu wenig für diese Anforderung.
evidence-oom-note-fragmented = { $amount } hat der Allokator reserviert, ohne dass ein Tensor sie belegt. Das würde reichen, liegt aber in Stücken: Fragmentierung. PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True hilft dagegen.
evidence-oom-note-context = { $amount } hat der Prozess außerhalb des Allokators: CUDA-Kontext und geladene Kernel.
evidence-oom-note-others = { $amount } gehören anderen Prozessen auf der Karte.
evidence-oom-note-outside = { $amount } liegen außerhalb des Allokators: der CUDA-Kontext dieses Prozesses und andere Prozesse.
evidence-oom-note-free = { $amount } sind noch frei, mehr als angefordert. Dann begrenzt etwas anderes: eine gesetzte Obergrenze, ein anderer Prozess im selben Augenblick oder unter Windows der Treiber.
evidence-oom-note-beyond = Reserviert ist { $amount } mehr, als die Karte hat: Der Treiber lagert in den Hauptspeicher aus.
evidence-oom-peak-below = Belegt und angefordert sind zusammen { $needed }; die Spitze des Laufs liegt nach der Schätzung bei { $peak }. Er scheitert also schon auf dem Weg dorthin.
evidence-oom-peak-above = Belegt und angefordert sind zusammen { $needed }, mehr als die geschätzte Spitze von { $peak }: Der Lauf ist anders eingestellt, als die Konfigurationsdatei sagt, oder etwas anderes belegt Speicher.
evidence-oom-tensors = Tensoren dieser Größe:
evidence-oom-no-tensor = Kein Tensor, den die Formelsammlung kennt, hat diese Größe.
evidence-oom-more = … und { $count } weitere
evidence-oom-request-before = Der Tensor braucht mehr als { $low } und höchstens { $high }: Frühe Versionen reservierten in Schritten von 128 KiB.
evidence-oom-request-exact = Die Zahl ist nicht auf die Schritte des Allokators gerundet: Der Tensor braucht { $low } bis { $high }.
evidence-config-site = keine Einstellung von nanoGPT
evidence-oom-request-small-before = Der Tensor braucht höchstens { $high }: In frühen Versionen teilten sich kleine Anforderungen Stücke von 1 MiB.
