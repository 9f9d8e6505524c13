//! What nvidia-smi prints: its table with the list of processes, or the comma-separated answer to a query.

use serde_json::{Value as Json, json};

use super::report::mebibytes;
use super::{Asker, Section, Text, card, unreadable};
use crate::diagnostic::Diagnostics;
use crate::formula::rational::Rational;
use crate::formula::tree::Value;

/// Settings that explain a difference more often than others.
const CHANGES: [&str; 5] = [
    "compile = not compile",
    "flash = not flash",
    "dtype = float32",
    "checkpointing = not checkpointing",
    "gradient_accumulation_steps = 1",
];

/// A card's line, in MiB.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gpu {
    used: u64,
    total: u64,
}

/// A process's line, in MiB.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Process {
    gpu: Option<usize>,
    pid: u64,
    name: String,
    used: u64,
}

/// All that a text holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    gpus: Vec<Gpu>,
    processes: Vec<Process>,
}

/// Compares a table with the book.
pub(super) fn section(asker: &mut Asker<'_, '_>, text: &Text, diagnostics: &mut Diagnostics) -> Option<Section> {
    let table = read(&text.text);
    let Some((gpu, process)) = chosen(&table) else {
        let source = asker.sources.add(text.name.as_str(), text.text.as_str());
        let help = "give it what `nvidia-smi` prints, or `nvidia-smi --query-gpu=memory.used,memory.total --format=csv`";
        diagnostics.push(unreadable(source, &format!("`{}` holds no memory figures of nvidia-smi", text.name), help));
        return None;
    };
    let locale = asker.locale;
    let mut section = Section::new("smi", locale, "smi", &[("file", text.name.as_str().into())]);
    let mut json = json!({ "file": text.name });
    if let Some(process) = process {
        json["process"] = json!({ "pid": process.pid, "name": process.name, "value": size(process.used).written().0 });
    }
    if let Some(gpu) = gpu {
        json["used"] = json!(size(gpu.used).written().0);
        json["total"] = json!(size(gpu.total).written().0);
    }
    // The process's own figure is what the estimate is about; without it the card's must do.
    let reading = process.map(|process| process.used).or(gpu.map(|gpu| gpu.used)).unwrap_or(0);
    let id = if process.is_some() { "smi-process" } else { "smi-used" };
    let shown = mebibytes(locale, &size(reading));
    section.say(
        locale,
        id,
        &[("reading", (&shown).into()), ("name", process.map_or("", |process| process.name.as_str()).into())],
    );
    if let Some(compared) = compare(asker, &mut section, &size(reading)) {
        json["estimate"] = compared;
    }
    if let (Some(gpu), Some(process)) = (gpu, process)
        && gpu.used > process.used
    {
        let (used, others) = (mebibytes(locale, &size(gpu.used)), mebibytes(locale, &size(gpu.used - process.used)));
        let said = section.say(locale, "smi-others", &[("used", (&used).into()), ("others", (&others).into())]);
        json["others"] = json!({ "value": size(gpu.used - process.used).written().0, "text": said });
    }
    if let Some(gpu) = gpu.filter(|gpu| gpu.total > 0) {
        total(asker, &mut section, gpu, &mut json);
    }
    section.json = json;
    Some(section)
}

fn compare(asker: &mut Asker<'_, '_>, section: &mut Section, reading: &Rational) -> Option<Json> {
    let locale = asker.locale;
    let (low, usual, high) = range(asker, None)?;
    let shown = [&low, &usual, &high].map(|value| mebibytes(locale, value));
    let arguments = [("low", (&shown[0]).into()), ("usual", (&shown[1]).into()), ("high", (&shown[2]).into())];
    section.say(locale, "smi-estimate", &arguments);
    if let Some((Value::Number(peak), _)) = asker.ask("peak") {
        section.say(locale, "smi-peak", &[("peak", (&mebibytes(locale, &peak)).into())]);
    }
    let inside = low <= *reading && *reading <= high;
    let difference = reading.sub(&usual);
    let by = mebibytes(locale, &difference.abs());
    let id = match (inside, difference.is_negative()) {
        (true, false) => "smi-inside-above",
        (true, true) => "smi-inside-below",
        (false, false) => "smi-above",
        (false, true) => "smi-below",
    };
    let said = section.say(locale, id, &[("by", (&by).into())]);
    let mut json = json!({
        "low": low.written().0, "typical": usual.written().0, "high": high.written().0,
        "difference": difference.written().0, "agrees": inside, "text": said,
    });
    if !inside {
        let change = CHANGES
            .iter()
            .find(|change| range(asker, Some(change)).is_some_and(|(low, _, high)| low <= *reading && *reading <= high));
        if let Some(change) = change.map(|change| asker.resolved(change)) {
            let said = section.say(locale, "smi-change", &[("change", change.as_str().into())]);
            json["cause"] = json!({ "change": change, "text": said });
        }
    }
    Some(json)
}

/// What the book expects of the process: at least, typically, at most.
fn range(asker: &mut Asker<'_, '_>, change: Option<&str>) -> Option<(Rational, Rational, Rational)> {
    let mut ask = |id: &str| {
        let text = change.map_or(id.to_string(), |change| format!("({id}) where {{ {change} }}"));
        match asker.ask(&text) {
            Some((Value::Number(number), _)) => Some(number),
            _ => None,
        }
    };
    Some((ask("on_card.low")?, ask("on_card")?, ask("on_card.high")?))
}

fn total(asker: &mut Asker<'_, '_>, section: &mut Section, gpu: &Gpu, json: &mut Json) {
    let locale = asker.locale;
    let Some((Value::Number(card), _)) = asker.ask(card::INPUT) else { return };
    let equal = card == size(gpu.total);
    let (read, assumed) = (mebibytes(locale, &size(gpu.total)), mebibytes(locale, &card));
    let mib = gpu.total.to_string();
    let arguments = [("total", (&read).into()), ("card", (&assumed).into()), ("mib", mib.as_str().into())];
    let said = section.say(locale, if equal { "smi-total" } else { "smi-total-differs" }, &arguments);
    json["card"] = json!({ "value": card.written().0, "agrees": equal, "text": said });
}

fn size(mib: u64) -> Rational {
    Rational::from(i128::from(mib) << 20)
}

/// The process that trains, and its card: the largest python, else the largest of all.
fn chosen(table: &Table) -> Option<(Option<&Gpu>, Option<&Process>)> {
    let trains = |process: &&Process| {
        let name = process.name.to_lowercase();
        name.contains("python") || name.contains("torchrun")
    };
    let process = table.processes.iter().filter(trains).max_by_key(|process| process.used);
    let process =
        process.or_else(|| table.processes.iter().max_by_key(|process| process.used)).filter(|process| process.used > 0);
    let gpu = process.and_then(|process| table.gpus.get(process.gpu?));
    let gpu = gpu.or_else(|| table.gpus.iter().max_by_key(|gpu| gpu.used));
    (gpu.is_some() || process.is_some()).then_some((gpu, process))
}

fn read(text: &str) -> Table {
    let mut table = Table::default();
    let mut columns: Vec<String> = Vec::new();
    for line in text.lines().take(100_000) {
        if line.contains('|') {
            table_line(line, &mut table);
        } else if line.contains(',') {
            let cells: Vec<String> = line.split(',').map(|cell| cell.trim().to_lowercase()).collect();
            if cells.iter().any(|cell| cell.starts_with("memory.") || cell.starts_with("used_") || cell == "pid") {
                columns = cells;
            } else {
                query_line(&cells, &columns, &mut table);
            }
        }
    }
    table
}

/// A line of the table: `|  0%  40C  P8  10W / 200W |  6582MiB / 12282MiB | … |`, or a process.
fn table_line(line: &str, table: &mut Table) {
    for cell in line.split('|') {
        let Some((used, total)) = cell.split_once('/') else { continue };
        if let (Some(used), Some(total)) = (mebibyte(used), mebibyte(total)) {
            table.gpus.push(Gpu { used, total });
            return;
        }
    }
    let words: Vec<&str> = line.trim_matches(|c: char| c == '|' || c.is_whitespace()).split_whitespace().collect();
    let Some(kind) = words.iter().position(|word| matches!(*word, "C" | "G" | "C+G" | "M" | "M+C")) else { return };
    let (Some(pid), Some(last)) = (kind.checked_sub(1).and_then(|at| words[at].parse().ok()), words.last()) else { return };
    let Some(used) = mebibyte(last) else { return };
    let name = words[kind + 1..words.len() - 1].join(" ");
    table.processes.push(Process { gpu: words[0].parse().ok(), pid, name, used });
}

/// A line of an answer to `--query-gpu` or `--query-compute-apps`, with or without heads and units.
fn query_line(cells: &[String], columns: &[String], table: &mut Table) {
    let find = |names: &[&str]| {
        let at = columns.iter().position(|column| names.iter().any(|name| column.starts_with(name)))?;
        cells.get(at).cloned()
    };
    let number = |cell: Option<String>| cell.and_then(|cell| count(&cell));
    if columns.is_empty() {
        // Without heads: two numbers are used and total, a process is a number, a name and a number.
        match (cells.first().and_then(|cell| count(cell)), cells.get(1), cells.get(2).and_then(|cell| count(cell))) {
            (Some(used), Some(total), None) if cells.len() == 2 => {
                if let Some(total) = count(total) {
                    table.gpus.push(Gpu { used: used.min(total), total: used.max(total) });
                }
            }
            (Some(pid), Some(name), Some(used)) if cells.len() == 3 && count(name).is_none() => {
                table.processes.push(Process { gpu: None, pid, name: name.clone(), used });
            }
            _ => {}
        }
        return;
    }
    if let (Some(pid), Some(used)) = (number(find(&["pid"])), number(find(&["used_gpu_memory", "used_memory"]))) {
        let name = find(&["process_name", "name"]).unwrap_or_default();
        table.processes.push(Process { gpu: None, pid, name, used });
    } else if let Some(used) = number(find(&["memory.used"])) {
        let total = number(find(&["memory.total"])).unwrap_or(0);
        table.gpus.push(Gpu { used, total });
    }
}

/// `6582MiB` with blanks around it.
fn mebibyte(text: &str) -> Option<u64> {
    text.trim().strip_suffix("MiB")?.trim().parse().ok().filter(|value| *value < 1 << 40)
}

/// `6582 MiB` or `6582`.
fn count(text: &str) -> Option<u64> {
    text.trim().trim_end_matches("mib").trim().parse().ok().filter(|value| *value < 1 << 40)
}

#[cfg(test)]
mod tests {
    use super::{Gpu, Process, read};

    #[test]
    fn a_table() {
        let text = "|   0  NVIDIA GeForce RTX 4070        Off |   00000000:01:00.0  On |                  N/A |\n\
                    |  0%   40C    P2            150W /  200W |    6582MiB /  12282MiB |     98%      Default |\n\
                    | Processes:                                                            GPU Memory |\n\
                    |    0   N/A  N/A      2211      G   /usr/lib/xorg/Xorg                       310MiB |\n\
                    |    0   N/A  N/A      4321      C   python train.py                         4464MiB |\n";
        let table = read(text);
        assert_eq!(table.gpus, [Gpu { used: 6582, total: 12282 }]);
        assert_eq!(table.processes.len(), 2);
        let python = Process { gpu: Some(0), pid: 4321, name: "python train.py".to_string(), used: 4464 };
        assert_eq!(table.processes[1], python);
    }

    #[test]
    fn answers_to_queries() {
        assert_eq!(read("memory.used [MiB], memory.total [MiB]\n6582 MiB, 12282 MiB\n").gpus, [Gpu { used: 6582, total: 12282 }]);
        assert_eq!(read("6582, 12282\n").gpus, [Gpu { used: 6582, total: 12282 }]);
        let apps = read("pid, process_name, used_gpu_memory [MiB]\n4321, python, 4464 MiB\n");
        assert_eq!(apps.processes, [Process { gpu: None, pid: 4321, name: "python".to_string(), used: 4464 }]);
    }
}
