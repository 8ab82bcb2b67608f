#include "sogdia/claims/plain/table_cells.h"

#include <algorithm>

#include "sogdia/claims/plain/mapped_text.h"

namespace sogdia::claims {
namespace {

constexpr std::size_t kLongestLabel = 100;  // bytes

using CellWords = std::vector<std::string>;

// Lower-case words, and signs of currency and the per cent sign as words of their own.
CellWords words_of(std::string_view text) {
  CellWords words;
  bool glue = false;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    if (is_ascii_letter(c)) {
      if (!glue) words.emplace_back();
      words.back() += ascii_lower(c);
      glue = true;
      continue;
    }
    glue = false;
    if (c == '$' || c == '%') words.emplace_back(1, c);
    if (text.substr(k, 3) == "\u20AC") words.emplace_back("eur");
    if (text.substr(k, 2) == "\u00A3") words.emplace_back("gbp");
    if (text.substr(k, 2) == "\u00A5") words.emplace_back("cny");
  }
  return words;
}

bool has(const CellWords& words, std::initializer_list<std::string_view> any) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(any.begin(), any.end(), word) != any.end();
  });
}

bool is_unit_word(const std::string& word) {
  return has({word},
             {"$",       "%",       "usd",     "us",    "eur",      "cny",    "rmb",      "yuan",    "gbp",
              "rub",     "dollars", "dollar",  "euros", "euro",     "rubles", "roubles",  "billion", "bn",
              "bln",     "b",       "million", "mn",    "mln",      "m",      "trillion", "tn",      "trn",
              "percent", "per",     "cent",    "pct",   "pp",       "crore",  "lakh",     "inr",     "rs",
              "jpy",     "yen",     "krw",     "won",   "thousand", "of"});
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == ':'))
    text.remove_suffix(1);
  return text;
}

bool says_only_unit(std::string_view text) {
  const CellWords words = words_of(text);
  return !words.empty() && std::all_of(words.begin(), words.end(), is_unit_word);
}

bool has_year(std::string_view cell) {
  for (std::size_t k = 0; k + 4 <= cell.size(); ++k) {
    const std::string_view year = cell.substr(k, 4);
    const bool whole =
        (k == 0 || !is_ascii_digit(cell[k - 1])) && (k + 4 == cell.size() || !is_ascii_digit(cell[k + 4]));
    if (whole && (year.starts_with("19") || year.starts_with("20")) && is_ascii_digit(year[2]) &&
        is_ascii_digit(year[3]))
      return true;
  }
  return false;
}

}  // namespace

bool is_period_label(std::string_view cell) {
  constexpr std::size_t kLongest = 30;
  if (cell.size() > kLongest || !has_year(cell)) return false;
  const CellWords words = words_of(cell);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    static constexpr std::string_view kParts[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};
    const bool month = std::any_of(std::begin(kParts), std::end(kParts),
                                   [&](std::string_view part) { return word.starts_with(part); });
    return month || has({word}, {"fy",   "q",     "h",      "m",     "e",       "p",      "f",   "year",
                                 "ytd",  "first", "second", "half",  "quarter", "months", "two", "three",
                                 "four", "five",  "six",    "seven", "eight",   "nine",   "ten", "eleven",
                                 "in",   "to",    "the",    "of",    "year's"});
  });
}

bool has_figures_but_years(std::string_view words) {
  for (std::size_t k = 0; k < words.size();) {
    if (!is_ascii_digit(words[k])) {
      ++k;
      continue;
    }
    std::size_t end = k;
    while (end < words.size() && is_ascii_digit(words[end])) ++end;
    if (!has_year(words.substr(k, end - k))) return true;
    k = end;
  }
  return false;
}

bool is_figure(std::string_view cell) {
  constexpr std::size_t kLongest = 40;
  // "2023, USD bn" heads a column.
  if (cell.size() > kLongest || is_period_label(cell) || !has_figures_but_years(cell)) return false;
  if (std::none_of(cell.begin(), cell.end(), is_ascii_digit)) return false;
  const CellWords words = words_of(cell);
  return words.size() <= 4 && std::all_of(words.begin(), words.end(), is_unit_word);
}

bool is_table_of_figures(const std::vector<std::vector<std::string>>& rows) {
  if (rows.size() < 2) return false;
  const std::size_t columns = rows.front().size();
  bool figures = false, labels = false;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].size() != columns) return false;
    for (std::size_t c = 0; c < columns; ++c) {
      const std::string& cell = rows[r][c];
      if (cell.size() > kLongestLabel || cell.find('\n') != std::string::npos) return false;
      if (r == 0 && is_figure(cell)) return false;
      labels = labels || (r == 0 && c > 0 && !cell.empty());
      figures = figures || (r > 0 && c > 0 && is_figure(cell));
    }
  }
  return figures && labels && columns >= 2;
}

bool is_list_of_figures(const std::vector<std::vector<std::string>>& rows) {
  constexpr std::size_t kFewest = 2;
  return rows.size() >= kFewest && std::all_of(rows.begin(), rows.end(), [](const auto& row) {
           if (row.size() != 2 || row[0].empty() || row[0].size() > kLongestLabel || row[1].empty())
             return false;
           const bool bare = row[1].find_first_not_of("0123456789.,") == std::string::npos;
           return bare && is_figure(row[1]) && !has_figures_but_years(row[0]) && !is_period_label(row[0]);
         });
}

bool heads_a_list(std::string_view line) {
  return names_flow(line) && !unit_in(line).after.empty() && !has_figures_but_years(line);
}

CellUnit unit_in(std::string_view label) {
  const CellWords words = words_of(label);
  CellUnit unit;
  unit.change = has(words, {"growth", "change", "yoy"}) || label.find("y/y") != std::string_view::npos;
  if (has(words, {"%", "percent", "pct"})) {
    unit.after = " percent";
    return unit;
  }
  if (has(words, {"billion", "billions", "bn", "bln"})) unit.after = " billion";
  if (has(words, {"million", "millions", "mn", "mln"})) unit.after = " million";
  if (has(words, {"trillion", "trillions", "tn", "trn"})) unit.after = " trillion";
  if (has(words, {"crore", "crores"})) unit.after = has(words, {"lakh"}) ? " lakh crore" : " crore";
  if (has(words, {"$", "usd", "dollars", "dollar"}))
    unit.before = "$";
  else if (has(words, {"eur", "euro", "euros"}))
    unit.before = "\u20AC";
  else if (has(words, {"gbp"}))
    unit.before = "\u00A3";
  else if (has(words, {"cny", "rmb", "yuan"}))
    unit.after += " yuan";
  else if (has(words, {"jpy", "yen"}))
    unit.after += " yen";
  else if (has(words, {"krw", "won"}))
    unit.after += " won";
  else if (has(words, {"inr", "rs", "rupees"}))
    unit.before = "Rs ";
  return unit;
}

bool names_flow(std::string_view label) {
  return has(words_of(label), {"trade", "exports", "imports", "turnover", "commerce", "export", "import"});
}

bool leads_on(std::string_view label) {
  const CellWords words = words_of(label);
  return words.size() > 1 && has({words.back()}, {"with", "to", "from"});
}

std::string flow_of_record(const std::vector<std::string>& head, const std::vector<std::string>& row,
                           std::size_t first) {
  std::string reporter, partner, flow = "trade";
  for (std::size_t c = 0; c < first; ++c) {
    const CellWords words = words_of(head[c]);
    if (has(words, {"reporter", "exporter"})) reporter = row[c];
    if (has(words, {"partner", "importer"})) partner = row[c];
    if (has(words, {"exporter"})) flow = "exports";
    if (has(words, {"flow"})) {
      const CellWords said = words_of(row[c]);
      flow = has(said, {"exports", "export"})   ? "exports"
             : has(said, {"imports", "import"}) ? "imports"
                                                : "trade";
    }
  }
  if (reporter.empty() || partner.empty()) return "";
  return reporter + "'s " + flow +
         (flow == "exports"   ? " to "
          : flow == "imports" ? " from "
                              : " with ") +
         partner;
}

std::string without_unit(std::string_view label) {
  std::string text(label);
  const auto open = text.find('('), close = text.find(')');
  if (open != std::string::npos && close != std::string::npos && open < close &&
      says_only_unit(text.substr(open + 1, close - open - 1)))
    text.erase(open, close - open + 1);
  const auto comma = text.rfind(',');
  if (comma != std::string::npos && says_only_unit(std::string_view(text).substr(comma + 1)))
    text.resize(comma);
  return std::string(trimmed(text));
}

}  // namespace sogdia::claims
