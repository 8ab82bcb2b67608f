#include "sogdia/files/csv/csv_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/files/csv/csv_columns.h"
#include "sogdia/files/csv/csv_dialect.h"
#include "sogdia/files/csv/csv_rules.h"
#include "sogdia/files/csv/csv_scan.h"
#include "sogdia/files/csv/csv_start.h"
#include "sogdia/files/encoding.h"

namespace sogdia {
namespace {

// Text that is not UTF-8.
struct BadEncoding : Error {
  using Error::Error;
};

constexpr std::size_t kPartBytes = std::size_t{4} << 20;
constexpr std::size_t kGuessRecords = 1000;

enum class Cells : std::uint8_t { skip, number, text };

// A column that is read: where it stands in a record, and as what.
struct Wanted {
  std::size_t field = 0;
  Cells cells = Cells::number;
};

// What is wrong with a part of the text; `record` counts within the part.
struct Fault {
  std::size_t record = 0;
  std::string what, hint;
  bool encoding = false;
};

// A wanted column in one part of the text.
struct PartColumn {
  std::vector<double> numbers;      // where it is numbers
  std::vector<std::int32_t> codes;  // or text, in the part's own labels
  std::vector<std::string> labels;
  std::vector<std::string> missing_marks;
  bool broken = false;  // a cell is no number, or one that must be kept as it is written
  bool quoted = false;  // a text stood in quotes
};

struct Part {
  std::size_t records = 0;
  std::vector<PartColumn> columns;
  std::optional<Fault> fault;
};

// How the cells of the file are to be understood.
struct Reading {
  CsvDialect dialect;
  std::size_t fields = 0;
  MissingRules missing;
  std::size_t before = 0;  // lines above the header
};

std::optional<Fault> quote_fault(CsvScanner::Fault fault, std::size_t record) {
  if (fault == CsvScanner::Fault::none) return std::nullopt;
  if (fault == CsvScanner::Fault::open_quote)
    return Fault{record, "a cell opens with a quote that never closes",
                 "close the quote, or double it (`\"\"`) where it belongs to the text"};
  return Fault{record, "text follows a closing quote",
               "double a quote (`\"\"`) where it belongs to the text"};
}

Fault width_fault(std::size_t record, std::size_t cells, const Reading& reading) {
  if (cells == 1)
    return {record, fmt::format("the row has one cell where the header has {}", reading.fields),
            "a title, a comment or a source among the rows is no data: remove it"};
  const std::string between = separator_name(reading.dialect.separator);
  return {record, fmt::format("the row has {} cells where the header has {}", cells, reading.fields),
          fmt::format(
              "the columns are separated by {0}: put cells that hold one in quotes, and give every row the "
              "same cells; --delimiter names another separator",
              between)};
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
  PartReader(std::string_view text, const Reading& reading, const std::vector<Wanted>& wanted)
      : scanner_(text, reading.dialect.separator),
        reading_(reading),
        wanted_(wanted),
        slot_(reading.fields, -1) {
    part_.columns.resize(wanted.size());
    coders_.resize(wanted.size());
    for (std::size_t c = 0; c < wanted.size(); ++c) {
      if (wanted[c].cells != Cells::skip) slot_[wanted[c].field] = static_cast<int>(c);
    }
  }

  void reserve(std::size_t records) {
    for (std::size_t c = 0; c < wanted_.size(); ++c) {
      if (wanted_[c].cells == Cells::number) part_.columns[c].numbers.reserve(records);
      if (wanted_[c].cells == Cells::text) part_.columns[c].codes.reserve(records);
    }
  }

  Part read(std::size_t most) {
    while (!scanner_.done() && part_.records < most && !part_.fault) record();
    for (std::size_t c = 0; c < wanted_.size(); ++c) part_.columns[c].labels = coders_[c].take();
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
      if (field < slot_.size() && slot_[field] >= 0) take(static_cast<std::size_t>(slot_[field]), cell);
    }
    if (field != slot_.size()) {
      // A blank line is a row without values.
      if (field > 1 || !without_blanks(cell).empty()) {
        part_.fault = width_fault(part_.records, field, reading_);
        return;
      }
      for (std::size_t other = 1; other < slot_.size(); ++other)
        if (slot_[other] >= 0) take(static_cast<std::size_t>(slot_[other]), "");
    }
    ++part_.records;
  }

  void take(std::size_t c, std::string_view cell) {
    PartColumn& column = part_.columns[c];
    if (wanted_[c].cells == Cells::text) return take_text(column, coders_[c], without_blanks(cell));
    if (column.broken) return;
    double value = 0;
    switch (read_column_number(cell, reading_.dialect.decimal, reading_.missing, value)) {
      case CellNumber::missing:
        note_mark(column.missing_marks, without_blanks(cell));
        [[fallthrough]];
      case CellNumber::number:
        column.numbers.push_back(value);
        break;
      case CellNumber::text:
        column.broken = true;
        column.numbers = {};
    }
  }

  // What a mark means is decided once the whole column is known.
  void take_text(PartColumn& column, LabelCodes& coder, std::string_view cell) {
    if (cell.empty()) {
      note_mark(column.missing_marks, "");
      column.codes.push_back(-1);
    } else if (scanner_.was_quoted()) {
      column.quoted = true;
      column.codes.push_back(is_missing_mark(cell) ? coder.code(kLiteral + std::string(cell))
                                                   : coder.code(cell));
    } else {
      column.codes.push_back(coder.code(cell));
    }
  }

  CsvScanner scanner_;
  const Reading& reading_;
  const std::vector<Wanted>& wanted_;
  std::vector<int> slot_;
  std::vector<LabelCodes> coders_;
  Part part_;
};

std::vector<Part> read_parts(std::string_view text, const std::vector<std::size_t>& places,
                             const Reading& reading, const std::vector<Wanted>& wanted, int threads,
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
                "the file mixes encodings: save it as UTF-8", true};
      return;
    }
    PartReader reader(here, reading, wanted);
    reader.reserve(static_cast<std::size_t>(std::count(here.begin(), here.end(), '\n')) + 1);
    parts[k] = reader.read(std::numeric_limits<std::size_t>::max());
    if (done) done(here);
  });
  return parts;
}

void throw_first_fault(const std::vector<Part>& parts, std::size_t before, const std::string& name) {
  std::size_t records = before + 1;
  for (const auto& part : parts) {
    if (part.fault && part.fault->encoding)
      throw BadEncoding(part.fault->what, csv_place(name, records + part.fault->record), part.fault->hint);
    if (part.fault)
      throw Error(part.fault->what, csv_place(name, records + part.fault->record), part.fault->hint);
    records += part.records;
  }
}

// The names of all columns, those of cells that the header lacks included.
std::vector<std::string> read_header(std::string_view text, const CsvDialect& dialect,
                                     const std::string& name, std::size_t& body) {
  CsvScanner scanner(text, dialect.separator);
  std::vector<std::string> header;
  bool last = false;
  while (!last) {
    std::string_view cell;
    const auto fault = quote_fault(scanner.cell(cell, last), 0);
    if (fault) throw Error(fault->what, csv_place(name, 0), fault->hint);
    header.emplace_back(without_blanks(cell));
  }
  body = scanner.at();
  if (dialect.extra == CsvDialect::Extra::row_names) header.insert(header.begin(), "");
  if (dialect.extra == CsvDialect::Extra::trailing) header.emplace_back();
  name_columns(header, name);
  return header;
}

std::vector<std::size_t> fields_to_read(const std::vector<std::string>& header, const CsvDialect& dialect,
                                        const std::vector<std::string>& columns, const std::string& where,
                                        const std::string& name) {
  try {
    return wanted_columns(header, columns, where, name);
  } catch (const Error& error) {
    if (header.size() > 1 || error.message.find("is missing") == std::string::npos) throw;
    throw Error(
        error.message + fmt::format(": the file has one column, `{}`", header[0]), name,
        fmt::format("its columns were taken to be separated by {}; --delimiter names another separator",
                    separator_name(dialect.separator)));
  }
}

// Reads the wanted columns, those that turn out to be text a second time.
std::vector<Part> read_all(std::string_view text, std::size_t body, const std::string& name,
                           const Reading& reading, std::vector<Wanted>& wanted, int threads,
                           const std::function<void(std::string_view)>& done) {
  // Text columns show early: those are coded at once, and only a column that breaks later is read again.
  const Part guess = PartReader(text.substr(body), reading, wanted).read(kGuessRecords);
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    if (guess.columns[c].broken) wanted[c].cells = Cells::text;
  }
  const std::vector<std::size_t> places = cut(text, reading.dialect.separator, body);
  std::vector<Part> parts = read_parts(text, places, reading, wanted, threads, done);
  throw_first_fault(parts, reading.before, name);
  std::vector<Wanted> again = wanted;
  bool any = false;
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    const bool broken =
        std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.columns[c].broken; });
    again[c].cells = broken ? Cells::text : Cells::skip;
    any = any || broken;
  }
  if (!any) return parts;
  std::vector<Part> texts = read_parts(text, places, reading, again, threads, done);
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    if (again[c].cells == Cells::skip) continue;
    wanted[c].cells = Cells::text;
    for (std::size_t k = 0; k < parts.size(); ++k) parts[k].columns[c] = std::move(texts[k].columns[c]);
  }
  return parts;
}

ColumnParts joined_column(std::vector<Part>& parts, std::size_t c, bool text, const Reading& reading,
                          int threads, std::vector<std::string>& notes, const std::string& name) {
  ColumnParts column;
  column.name = name;
  column.decimal = reading.dialect.decimal;
  for (const auto& part : parts)
    for (const auto& mark : part.columns[c].missing_marks) note_mark(column.missing_marks, mark);
  if (!text) {
    for (auto& part : parts) column.reals.push_back(std::move(part.columns[c].numbers));
    return column;
  }
  std::vector<std::vector<std::string>> labels;
  bool quoted = false;
  for (auto& part : parts) {
    column.codes.push_back(std::move(part.columns[c].codes));
    labels.push_back(std::move(part.columns[c].labels));
    quoted = quoted || part.columns[c].quoted;
  }
  join_text(column, labels, quoted, reading.dialect.decimal_known, reading.missing, threads, notes);
  return column;
}

}  // namespace

FrameParts read_csv_parts(std::string_view text, const std::string& name, char usual,
                          const std::vector<std::string>& columns, const std::string& where, int threads,
                          const FileRules& rules, const std::function<void(std::string_view)>& done) {
  require_text_of_columns(text, name);
  if (is_utf16(text)) return read_csv_parts(utf8_of_utf16(text), name, usual, columns, where, threads, rules);
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (const std::string broken = with_line_feeds(text); !broken.empty())
    return read_csv_parts(broken, name, usual, columns, where, threads, rules);
  FrameParts out;
  Reading reading;
  const std::string_view whole = text;
  const CsvStart start = csv_start(text, usual, rules, columns, out.notes);
  text.remove_prefix(start.offset);
  reading.before = start.lines;
  FileRules known = rules;
  if (known.delimiter == 0) known.delimiter = start.separator;
  reading.dialect = recognised_dialect(text, usual, known, out.notes);
  reading.missing = missing_rules(rules);
  text = without_blank_end(text, reading.dialect.separator);
  if (text.empty()) throw Error("the file is empty", name, "it needs a header row that names the columns");
  const auto from_windows = [&] {
    FrameParts parts = read_csv_parts(utf8_of_windows(whole), name, usual, columns, where, threads, rules);
    parts.notes.push_back(
        "the file is not UTF-8 and was read as Windows-1252 (Latin-1); save it as UTF-8 if names look "
        "wrong");
    return parts;
  };
  const std::string_view first_line = text.substr(0, text.find('\n'));
  if (first_line.find('\0') != std::string_view::npos)
    throw Error("the file is not text: it holds zero bytes", csv_place(name, 0), "save it as UTF-8 text");
  if (first_bad_utf8(first_line) != std::string_view::npos) {
    if (!has_utf8_letters(text)) return from_windows();
    require_utf8(first_line, 0, name);
  }
  std::size_t body = 0;
  const std::vector<std::string> header = read_header(text, reading.dialect, name, body);
  reading.fields = header.size();
  std::vector<Wanted> wanted;
  for (const std::size_t field : fields_to_read(header, reading.dialect, columns, where, name))
    wanted.push_back({field, Cells::number});
  if (body >= text.size()) throw Error("the file has a header and no rows", name, "");
  std::vector<Part> parts;
  try {
    parts = read_all(text, body, name, reading, wanted, threads, done);
  } catch (const BadEncoding&) {
    if (!has_utf8_letters(text)) return from_windows();
    throw;
  }
  out.source = name;
  out.first_row = static_cast<std::int64_t>(reading.before) + 2;
  for (std::size_t c = 0; c < wanted.size(); ++c)
    out.columns.push_back(joined_column(parts, c, wanted[c].cells == Cells::text, reading, threads, out.notes,
                                        header[wanted[c].field]));
  return out;
}

}  // namespace sogdia
