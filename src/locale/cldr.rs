//! The doorway to ICU4X: what CLDR knows of a language's numbers.
//!
//! The formatters of ICU4X are asked for samples once per language, and what they wrote is taken apart: that takes only
//! their public interface, and [`Table`](super::table::Table) is then the one thing that numbers are written from.
//! Two things differ from CLDR on purpose: a plain space in a compact pattern becomes a no-break space (a number is
//! never parted from `millions`), and rounding is ours (halves away from 0, any number of digits; ICU4X rounds compact
//! numbers to a whole number, halves to even).

use fixed_decimal::{CompactDecimal, Decimal};
use icu_decimal::options::{CompactDecimalFormatterOptions, DecimalFormatterOptions, GroupingStrategy};
use icu_decimal::{CompactDecimalFormatter, DecimalFormatter};
use icu_locale_core::Locale as Tag;
use icu_plurals::provider::{Baked, PluralsCardinalV1};
use icu_plurals::{PluralCategory, PluralRules, PluralRulesWithRanges};
use icu_provider::{DataIdentifierBorrowed, DataLocale, DataProvider, DataRequest, DataResponse};

use super::table::{Affixes, Category, Forms, Numerals, Plurals, Step};

/// What CLDR says about a language.
#[derive(Debug)]
pub(super) struct Cldr {
    pub(super) numerals: Numerals,
    pub(super) short: Vec<Step>,
    pub(super) long: Vec<Step>,
    /// The rules by which [`Cldr::category`] answers, as text.
    pub(super) rules: Vec<(Category, String)>,
    plurals: PluralRulesWithRanges<PluralRules>,
}

/// The largest magnitude that is asked for a compact pattern; CLDR has none beyond 10^20.
const HIGHEST: u8 = 24;

impl Cldr {
    /// The data of a language; `None` if the tag is no language tag. A language that CLDR does not know gets its root data.
    pub(super) fn load(tag: &str) -> Option<Cldr> {
        let tag: Tag = tag.parse().ok()?;
        let plurals = PluralRulesWithRanges::try_new_cardinal((&tag).into()).ok()?;
        let grouping = DecimalFormatterOptions::from(GroupingStrategy::Auto);
        let numerals = numerals(&DecimalFormatter::try_new((&tag).into(), grouping).ok()?)?;
        let options = || CompactDecimalFormatterOptions::from(GroupingStrategy::Never);
        let short = CompactDecimalFormatter::try_new_short((&tag).into(), options()).ok()?;
        let long = CompactDecimalFormatter::try_new_long((&tag).into(), options()).ok()?;
        let steps = |formatter| steps(formatter, &numerals, plurals.rules());
        let rules = rules(&tag)?;
        Some(Cldr { short: steps(&short), long: steps(&long), numerals, rules, plurals })
    }

    /// The plural categories that the language has.
    pub(super) fn categories(&self) -> impl Iterator<Item = Category> {
        self.plurals.rules().categories().map(Category::from)
    }

    /// Rules and ranges for the table.
    pub(super) fn plurals(&self) -> Plurals {
        let all: Vec<Category> = self.categories().collect();
        let pairs = all.iter().flat_map(|low| all.iter().map(|high| (*low, *high, self.category_of_range(*low, *high))));
        Plurals { rules: self.rules.clone(), ranges: pairs.filter(|(_, high, both)| high != both).collect() }
    }

    /// The category of a number as shown: trailing zeros and the exponent of compact notation count.
    pub(super) fn category(&self, significand: &Decimal, exponent: u8) -> Category {
        let rules = self.plurals.rules();
        if exponent == 0 {
            return rules.category_for(significand).into();
        }
        rules.category_for(&CompactDecimal::from_significand_and_exponent(significand.clone(), exponent)).into()
    }

    /// The category of the digits of a compact number alone, by which its pattern is chosen.
    pub(super) fn category_of_digits(&self, significand: &Decimal) -> Category {
        self.plurals.rules().category_for(significand).into()
    }

    /// The category of a range as shown.
    pub(super) fn category_of_range(&self, low: Category, high: Category) -> Category {
        self.plurals.resolve_range(plural(low), plural(high)).into()
    }
}

/// The plural rules of a language, in the order in which they are tried.
fn rules(tag: &Tag) -> Option<Vec<(Category, String)>> {
    let locale = DataLocale::from(tag);
    let request = DataRequest { id: DataIdentifierBorrowed::for_locale(&locale), ..DataRequest::default() };
    let response: DataResponse<PluralsCardinalV1> = Baked.load(request).ok()?;
    let data = response.payload.get();
    let all = [
        (Category::Zero, &data.zero),
        (Category::One, &data.one),
        (Category::Two, &data.two),
        (Category::Few, &data.few),
        (Category::Many, &data.many),
    ];
    Some(all.into_iter().filter_map(|(category, rule)| Some((category, rule.as_ref()?.to_string()))).collect())
}

/// Takes apart what a formatter writes.
fn numerals(formatter: &DecimalFormatter) -> Option<Numerals> {
    let write = |text: &str| Some(formatter.format_to_string(&text.parse::<Decimal>().ok()?));
    let mut digits = ['0'; 10];
    for (value, digit) in digits.iter_mut().enumerate() {
        *digit = write(&value.to_string())?.chars().next()?;
    }
    let is_digit = |c: char| digits.contains(&c);
    let decimal = write("0.5")?.trim_matches(is_digit).to_string();
    let minus = write("-1")?;
    let (before, after) = minus.split_once(digits[1])?;
    let long = write("1111111111111")?;
    let groups: Vec<&str> = long.split(|c| !is_digit(c)).filter(|group| !group.is_empty()).collect();
    let length = |back: usize| -> Option<u8> {
        let group = groups.len().checked_sub(back)?.checked_sub(1)?;
        u8::try_from(groups.get(group)?.chars().count()).ok()
    };
    let primary = if groups.len() > 1 { length(0)? } else { 0 };
    let secondary = if groups.len() > 2 { length(1)? } else { primary };
    let group = long.chars().skip_while(|c| is_digit(*c)).take_while(|c| !is_digit(*c)).collect();
    let has_group = |digits: usize| write(&"1".repeat(digits)).is_some_and(|text| text.contains(|c| !is_digit(c)));
    let minimum = (1..=4).find(|before| has_group(usize::from(primary) + usize::from(*before))).unwrap_or(1);
    let minus = Affixes(before.to_string(), after.to_string());
    Some(Numerals { digits, decimal, group, minus, primary, secondary, minimum })
}

/// Asks for the pattern of every magnitude; a step that only repeats the one before it is left out.
fn steps(formatter: &CompactDecimalFormatter, numerals: &Numerals, rules: &PluralRules) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for magnitude in 0..=HIGHEST {
        let exponent = formatter.compact_exponent_for_magnitude(magnitude.into());
        let mut all: Vec<(Category, Affixes)> = Vec::new();
        for sample in samples(magnitude - exponent.min(magnitude)) {
            let category = rules.category_for(&sample).into();
            if all.iter().all(|(known, _)| *known != category)
                && let Some(affixes) = around(formatter, numerals, &sample, exponent)
            {
                all.push((category, affixes));
            }
        }
        let one = formatter.format_with_exponent(&Decimal::from(1), exponent).ok().map(|text| no_break(&text.to_string()));
        let one = one.filter(|text| magnitude == exponent && !text.contains(|c| numerals.digits.contains(&c)));
        let step = Step { magnitude, exponent, forms: Forms::from_all(all), one };
        let repeats = steps.last().is_some_and(|last| {
            (last.exponent, &last.forms) == (step.exponent, &step.forms) && step.one.is_none() && last.one.is_none()
        });
        // A word for exactly one holds at its own magnitude alone, which is the step's first.
        let continues =
            steps.last().is_some_and(|last| last.one.is_some() && (last.exponent, &last.forms) == (exponent, &step.forms));
        if !repeats && !continues && (exponent > 0 || !steps.is_empty()) {
            steps.push(step);
        }
    }
    steps
}

/// Numbers whose leading digit has this magnitude, of every plural category that such numbers have.
fn samples(magnitude: u8) -> impl Iterator<Item = Decimal> {
    let ten = "0".repeat(usize::from(magnitude));
    let whole = (1..=9).map(move |digit| format!("{digit}{ten}"));
    let last = (1..=9).map(move |digit| format!("1{}{digit}", "0".repeat(usize::from(magnitude.saturating_sub(1)))));
    let last = last.filter(move |_| magnitude > 0);
    let broken = (1..=9).map(move |digit| format!("{digit}{}.5", "0".repeat(usize::from(magnitude))));
    whole.chain(last).chain(broken).filter_map(|text| text.parse().ok())
}

/// What stands around the digits of a sample, if digits stand there.
fn around(formatter: &CompactDecimalFormatter, numerals: &Numerals, sample: &Decimal, exponent: u8) -> Option<Affixes> {
    let text = formatter.format_with_exponent(sample, exponent).ok()?.to_string();
    let digits = Numerals { primary: 0, ..numerals.clone() }.write(sample, 1);
    let (before, after) = text.split_once(&digits)?;
    Some(Affixes(no_break(before), no_break(after)))
}

/// Plain spaces made no-break ones.
fn no_break(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

impl From<PluralCategory> for Category {
    fn from(category: PluralCategory) -> Category {
        match category {
            PluralCategory::Zero => Category::Zero,
            PluralCategory::One => Category::One,
            PluralCategory::Two => Category::Two,
            PluralCategory::Few => Category::Few,
            PluralCategory::Many => Category::Many,
            PluralCategory::Other => Category::Other,
        }
    }
}

fn plural(category: Category) -> PluralCategory {
    PluralCategory::get_for_cldr_string(category.as_str()).unwrap_or(PluralCategory::Other)
}
