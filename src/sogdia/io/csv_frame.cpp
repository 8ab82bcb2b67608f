#include "sogdia/io/csv_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "sogdia/core/error.h"
#include "sogdia/core/frame_cells.h"
#include "sogdia/core/parallel.h"
#include "sogdia/io/csv_rules.h"
#include "sogdia/io/csv_scan.h"

namespace sogdia {
namespace {

constexpr std::size_t kPartBytes = std::size_t{4} << 20;
constexpr std::size_t kGuessRecords = 1000;

enum class Cells : std::uint8_t { skip, number, text };

// A column that is read: where it stands in a record, and as what. `broken`: a cell was no number.
struct Wanted {
  std::size_t field = 0;
  Cells cells = Cells::number;
};

// What is wrong with a part of the text; `record` counts within the part.
struct Fault {
  std::size_t record = 0;
  std::string what, hint;
};

struct Part {
  std::size_t records = 0;
  std::vector<std::vector<double>> numbers;      // of each wanted column, where it is numbers
  std::vector<std::vector<std::int32_t>> codes;  // or text, in the part's own labels
  std::vector<std::vector<std::string>> labels;
  std::vector<std::uint8_t> broken;  // of each wanted column: a cell was no number
  std::optional<Fault> fault;
};

// A number that a double holds exactly if it is whole; NaN for what stands for missing.
bool parse_number(std::string_view cell, double& value) {
  value = std::numeric_limits<double>::quiet_NaN();
  if (is_missing_mark(cell)) return true;
  const char* end = cell.data() + cell.size();
  const auto [stop, failed] = std::from_chars(cell.data(), end, value);
  if (failed != std::errc() || stop != end || !std::isfinite(value)) return false;
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::abs(value) < kExact) return true;
  std::int64_t whole = 0;
  const auto [last, wide] = std::from_chars(cell.data(), end, whole);
  return last != end || wide != std::errc() || static_cast<std::int64_t>(value) == whole;
}

std::optional<Fault> quote_fault(CsvScanner::Fault fault, std::size_t record) {
  if (fault == CsvScanner::Fault::none) return std::nullopt;
  if (fault == CsvScanner::Fault::open_quote)
    return Fault{record, "a cell opens with a quote that never closes",
                 "close the quote, or double it (`\"\"`) where it belongs to the text"};
  return Fault{record, "text follows a closing quote",
               "double a quote (`\"\"`) where it belongs to the text"};
}

Fault width_fault(std::size_t record, std::size_t cells, std::size_t header, bool blank) {
  if (blank) return {record, "the row is empty", "remove the empty row"};
  return {record, fmt::format("the row has {} cells where the header has {}", cells, header),
          "put cells that hold a comma in quotes, and give every row the same cells"};
}

// Places where records start, about kPartBytes apart, and the end.
std::vector<std::size_t> cut(std::string_view text, char separator, std::size_t first) {
  std::vector<std::size_t> places{first};
  if (text.find('"', first) == std::string_view::npos) {
    while (places.back() + kPartBytes < text.size()) {
      const std::size_t line = text.find('\n', places.back() + kPartBytes);
      if (line == std::string_view::npos || line + 1 >= text.size()) break;
      places.push_back(line + 1);
    }
  } else {
    // A line break may stand within quotes: only reading from the start tells.
    CsvScanner scanner(text, separator, first);
    std::string_view cell;
    bool last = false;
    while (!scanner.done()) {
      if (scanner.cell(cell, last) != CsvScanner::Fault::none) break;
      if (last && scanner.at() - places.back() >= kPartBytes && !scanner.done())
        places.push_back(scanner.at());
    }
  }
  places.push_back(text.size());
  return places;
}

class PartReader {
 public:
  PartReader(std::string_view text, char separator, std::size_t fields, const std::vector<Wanted>& wanted)
      : scanner_(text, separator), fields_(fields), wanted_(wanted), slot_(fields, -1) {
    part_.numbers.resize(wanted.size());
    part_.codes.resize(wanted.size());
    part_.labels.resize(wanted.size());
    part_.broken.assign(wanted.size(), 0);
    coders_.resize(wanted.size());
    for (std::size_t c = 0; c < wanted.size(); ++c) {
      if (wanted[c].cells != Cells::skip) slot_[wanted[c].field] = static_cast<int>(c);
    }
  }

  void reserve(std::size_t records) {
    for (std::size_t c = 0; c < wanted_.size(); ++c) {
      if (wanted_[c].cells == Cells::number) part_.numbers[c].reserve(records);
      if (wanted_[c].cells == Cells::text) part_.codes[c].reserve(records);
    }
  }

  Part read(std::size_t most) {
    while (!scanner_.done() && part_.records < most && !part_.fault) record();
    for (std::size_t c = 0; c < wanted_.size(); ++c) part_.labels[c] = coders_[c].take();
    return std::move(part_);
  }

 private:
  void record() {
    std::string_view cell;
    std::size_t field = 0;
    bool last = false;
    for (; !last; ++field) {
      const auto fault = scanner_.cell(cell, last);
      if (fault != CsvScanner::Fault::none) {
        part_.fault = quote_fault(fault, part_.records);
        return;
      }
      if (field < fields_ && slot_[field] >= 0) take(static_cast<std::size_t>(slot_[field]), cell);
    }
    if (field != fields_) {
      part_.fault = width_fault(part_.records, field, fields_, field == 1 && cell.empty());
      return;
    }
    ++part_.records;
  }

  void take(std::size_t c, std::string_view cell) {
    if (wanted_[c].cells == Cells::text) {
      const bool missing = cell.empty() || (cell == "NA" && !scanner_.was_quoted());
      part_.codes[c].push_back(missing ? -1 : coders_[c].code(cell));
    } else if (!part_.broken[c]) {
      double value = 0;
      if (parse_number(cell, value)) {
        part_.numbers[c].push_back(value);
      } else {
        part_.broken[c] = 1;
        part_.numbers[c] = {};
      }
    }
  }

  CsvScanner scanner_;
  std::size_t fields_;
  const std::vector<Wanted>& wanted_;
  std::vector<int> slot_;
  std::vector<LabelCodes> coders_;
  Part part_;
};

std::vector<Part> read_parts(std::string_view text, const std::vector<std::size_t>& places, char separator,
                             std::size_t fields, const std::vector<Wanted>& wanted, int threads,
                             const std::function<void(std::string_view)>& done) {
  std::vector<Part> parts(places.size() - 1);
  parallel_for(parts.size(), threads, [&](std::size_t k) {
    const std::string_view here = text.substr(places[k], places[k + 1] - places[k]);
    const std::size_t bad = first_bad_utf8(here);
    if (bad != std::string_view::npos) {
      parts[k].fault =
          Fault{static_cast<std::size_t>(
                    std::count(here.begin(), here.begin() + static_cast<std::ptrdiff_t>(bad), '\n')),
                fmt::format("byte 0x{:02X} is not UTF-8 text", static_cast<unsigned char>(here[bad])),
                "save the file as UTF-8"};
      return;
    }
    PartReader reader(here, separator, fields, wanted);
    reader.reserve(static_cast<std::size_t>(std::count(here.begin(), here.end(), '\n')) + 1);
    parts[k] = reader.read(std::numeric_limits<std::size_t>::max());
    if (done) done(here);
  });
  return parts;
}

void throw_first_fault(const std::vector<Part>& parts, const std::string& name) {
  std::size_t records = 1;
  for (const auto& part : parts) {
    if (part.fault)
      throw Error(part.fault->what, csv_place(name, records + part.fault->record), part.fault->hint);
    records += part.records;
  }
}

void join_codes(ColumnParts& column, std::vector<Part>& parts, std::size_t c, int threads) {
  std::vector<std::vector<std::string>> labels;
  for (auto& part : parts) {
    column.codes.push_back(std::move(part.codes[c]));
    labels.push_back(std::move(part.labels[c]));
  }
  join_labels(column, labels, threads);
}

std::vector<std::string> read_header(std::string_view text, char separator, const std::string& name,
                                     std::size_t& body) {
  CsvScanner scanner(text, separator);
  std::vector<std::string> owned;
  bool last = false;
  while (!last) {
    std::string_view cell;
    const auto fault = quote_fault(scanner.cell(cell, last), 0);
    if (fault) throw Error(fault->what, csv_place(name, 0), fault->hint);
    owned.emplace_back(cell);
  }
  body = scanner.at();
  return csv_header({owned.begin(), owned.end()}, name, separator);
}

}  // namespace

FrameParts read_csv_parts(std::string_view text, const std::string& name, char separator,
                          const std::vector<std::string>& columns, const std::string& where, int threads,
                          const std::function<void(std::string_view)>& done) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.empty()) throw Error("the file is empty", name, "it needs a header row that names the columns");
  require_utf8(text.substr(0, text.find('\n')), 0, name);
  std::size_t body = 0;
  const std::vector<std::string> header = read_header(text, separator, name, body);
  const std::vector<std::size_t> fields = wanted_columns(header, columns, where, name);

  // Text columns show early: those are coded at once, and only a column that breaks later is read again.
  std::vector<Wanted> wanted;
  for (const std::size_t field : fields) wanted.push_back({field, Cells::number});
  const Part guess = PartReader(text.substr(body), separator, header.size(), wanted).read(kGuessRecords);
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    if (guess.broken[c]) wanted[c].cells = Cells::text;
  }

  const std::vector<std::size_t> places = cut(text, separator, body);
  std::vector<Part> parts = read_parts(text, places, separator, header.size(), wanted, threads, done);
  throw_first_fault(parts, name);
  std::vector<Wanted> again = wanted;
  bool any = false;
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    const bool broken =
        std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.broken[c]; });
    again[c].cells = broken ? Cells::text : Cells::skip;
    any = any || broken;
  }
  if (any) {
    std::vector<Part> texts = read_parts(text, places, separator, header.size(), again, threads, done);
    for (std::size_t c = 0; c < wanted.size(); ++c) {
      if (again[c].cells == Cells::skip) continue;
      wanted[c].cells = Cells::text;
      for (std::size_t k = 0; k < parts.size(); ++k) {
        parts[k].codes[c] = std::move(texts[k].codes[c]);
        parts[k].labels[c] = std::move(texts[k].labels[c]);
      }
    }
  }

  FrameParts out;
  out.source = name;
  out.first_row = 2;
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    ColumnParts column;
    column.name = header[wanted[c].field];
    if (wanted[c].cells == Cells::text) {
      join_codes(column, parts, c, threads);
    } else {
      for (auto& part : parts) column.reals.push_back(std::move(part.numbers[c]));
    }
    out.columns.push_back(std::move(column));
  }
  return out;
}

}  // namespace sogdia
