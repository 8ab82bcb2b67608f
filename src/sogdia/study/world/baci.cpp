#include "sogdia/study/world/baci.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/unpack.h"

namespace sogdia {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNumbers = 1000;  // BACI's country numbers are below
constexpr int kOtherAsia = 490;

std::string_view trimmed(std::string_view cell) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!cell.empty() && blank(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && blank(cell.back())) cell.remove_suffix(1);
  if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
    return trimmed(cell.substr(1, cell.size() - 2));
  return cell;
}

// Cuts pieces of text into lines, whole ones only.
class Lines {
 public:
  explicit Lines(std::function<void(std::string_view)> take) : take_(std::move(take)) {}
  void add(std::string_view piece) {
    for (std::size_t start = 0; start < piece.size();) {
      const std::size_t end = piece.find('\n', start);
      if (end == std::string_view::npos) {
        rest_ += piece.substr(start);
        return;
      }
      if (rest_.empty()) {
        take_(piece.substr(start, end - start));
      } else {
        rest_ += piece.substr(start, end - start);
        take_(rest_);
        rest_.clear();
      }
      start = end + 1;
    }
  }
  void finish() {
    if (!rest_.empty()) take_(rest_);
    rest_.clear();
  }

 private:
  std::function<void(std::string_view)> take_;
  std::string rest_;
};

// Cells of a line; a comma inside quotes does not end one.
void cut(std::string_view line, char separator, std::vector<std::string_view>& cells) {
  cells.clear();
  for (std::size_t start = 0;;) {
    std::size_t end = start;
    bool quoted = false;
    while (end < line.size() && (quoted || line[end] != separator)) {
      if (line[end] == '"') quoted = !quoted;
      ++end;
    }
    cells.push_back(trimmed(line.substr(start, end - start)));
    if (end >= line.size()) return;
    start = end + 1;
  }
}

char separator_of(std::string_view header) {
  char best = ',';
  for (const char c : {';', '\t'})
    if (std::count(header.begin(), header.end(), c) > std::count(header.begin(), header.end(), best))
      best = c;
  return best;
}

// One table as it is read: where it stands, and its columns by name.
struct Reading {
  std::string name;
  char separator = ',';
  std::vector<std::string> header;
  std::size_t row = 0;
  std::vector<std::string_view> cells;

  [[noreturn]] void fail(const std::string& what, const std::string& hint) const {
    throw Error(what, row <= 1 ? name : fmt::format("{}, row {}", name, row), hint);
  }
  std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const {
    for (const auto wanted : names)
      for (std::size_t k = 0; k < header.size(); ++k)
        if (header[k] == wanted) return k;
    return std::nullopt;
  }
  // False for the header and for a blank line.
  bool take(std::string_view line) {
    if (++row == 1) {
      if (line.substr(0, 3) == "\xEF\xBB\xBF") line.remove_prefix(3);
      separator = separator_of(line);
      cut(line, separator, cells);
      for (const auto cell : cells) header.push_back(lower_case(cell));
      return false;
    }
    if (trimmed(line).empty()) return false;
    cut(line, separator, cells);
    if (cells.size() != header.size())
      fail(fmt::format("the row has {} cells, and the header {}", cells.size(), header.size()), "");
    return true;
  }
  double number(std::size_t column) {
    std::string_view cell = cells[column];
    if (cell.empty() || lower_case(cell) == "na" || lower_case(cell) == "nan")
      fail(fmt::format("a value is missing in column `{}`", header[column]), "values are numbers, 0 or more");
    std::array<char, 64> point{};
    if (separator == ';' && cell.size() < point.size() && cell.find(',') != std::string_view::npos) {
      std::copy(cell.begin(), cell.end(), point.begin());
      std::replace(point.begin(), point.begin() + cell.size(), ',', '.');
      cell = {point.data(), cell.size()};
    }
    double value = 0.0;
    const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (failed != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
      fail(fmt::format("`{}` in column `{}` is not a number", cells[column], header[column]), "");
    if (value < 0)
      fail(fmt::format("`{}` in column `{}` is negative", cells[column], header[column]),
           "values are 0 or more");
    return value;
  }
  int integer(std::size_t column, int below) {
    const double value = number(column);
    if (value != std::floor(value) || value >= below)
      fail(fmt::format("`{}` in column `{}` is not a {}", cells[column], header[column],
                       below == kNumbers ? "country number" : "year"),
           "");
    return static_cast<int>(value);
  }
};

// Numbers that a file of codes may lack: BACI's own of countries that ISO 3166 numbers otherwise, and ISO's
// of these.
constexpr std::pair<int, const char*> kOtherNumbers[] = {
    {250, "FRA"}, {251, "FRA"}, {356, "IND"}, {699, "IND"}, {578, "NOR"},
    {579, "NOR"}, {756, "CHE"}, {757, "CHE"}, {840, "USA"}, {842, "USA"}};

using Codes = std::array<std::string, kNumbers>;

void read_codes(Reading& reading, std::string_view line, Codes& codes) {
  if (!reading.take(line)) return;
  const auto number = reading.find({"country_code", "code", "i"});
  const auto iso3 = reading.find({"country_iso3", "iso_3digit_alpha", "iso3", "iso_3"});
  if (!number || !iso3)
    reading.fail("the columns of country numbers and of three-letter codes are missing",
                 "expected country_code and country_iso3, as in CEPII's country_codes file");
  codes[static_cast<std::size_t>(reading.integer(*number, kNumbers))] = reading.cells[*iso3];
}

class Sums {
 public:
  explicit Sums(const Codes& codes) {
    for (std::size_t k = 0; k < kNumbers; ++k) {
      names_[k] = k == kOtherAsia ? "TWN" : codes[k].size() == 3 ? todays_code(codes[k]) : "";
      if (codes[k].size() == 3 && names_[k] != codes[k] && k != kOtherAsia) renamed_[k] = codes[k];
    }
    for (const auto& [number, name] : kOtherNumbers)
      if (names_[static_cast<std::size_t>(number)].empty()) names_[static_cast<std::size_t>(number)] = name;
  }
  void add(int exporter, int importer, int year, double kusd) {
    if (year != year_ || !of_year_) {
      year_ = year;
      of_year_ = &numbered_[year];
      if (of_year_->empty()) of_year_->resize(kNumbers * kNumbers);
    }
    (*of_year_)[static_cast<std::size_t>(exporter) * kNumbers + static_cast<std::size_t>(importer)] += kusd;
  }
  void add(const std::string& exporter, const std::string& importer, int year, double usd) {
    note(exporter, todays_code(exporter), usd);
    note(importer, todays_code(importer), usd);
    flows_.usd[{todays_code(exporter), todays_code(importer), year}] += usd;
  }
  BaciFlows finish() {
    for (const auto& [year, sums] : numbered_) {
      for (std::size_t i = 0; i < kNumbers; ++i) {
        for (std::size_t j = 0; j < kNumbers; ++j) {
          const double usd = sums[i * kNumbers + j] * 1000.0;
          if (usd == 0) continue;
          for (const auto k : {i, j}) {
            if (names_[k].empty()) flows_.unknown[fmt::format("{}", k)] += usd;
            if (const auto old = renamed_.find(k); old != renamed_.end()) note(old->second, names_[k], usd);
          }
          if (!names_[i].empty() && !names_[j].empty()) flows_.usd[{names_[i], names_[j], year}] += usd;
        }
      }
    }
    for (const auto& [words, usd] : read_as_)
      flows_.notes.push_back(fmt::format("{} ({:.3g} bn USD)", words, usd / 1e9));
    return std::move(flows_);
  }

 private:
  void note(const std::string& was, const std::string& is, double usd) {
    if (was.size() == is.size() &&
        !std::equal(was.begin(), was.end(), is.begin(),
                    [](unsigned char a, unsigned char b) { return std::toupper(a) == b; }))
      read_as_[fmt::format("`{}` is read as {}", was, is)] += usd;
  }
  std::array<std::string, kNumbers> names_;
  std::map<std::size_t, std::string> renamed_;
  std::map<int, std::vector<double>> numbered_;  // thousand USD by year, exporter and importer
  std::vector<double>* of_year_ = nullptr;
  int year_ = 0;
  std::map<std::string, double> read_as_;
  BaciFlows flows_;
};

// Which columns hold what, found at the first row of a table.
struct Layout {
  bool numbered = false;
  std::size_t year = 0, from = 0, to = 0, value = 0;
  double unit = 1.0;  // USD of one
};

Layout layout_of(const Reading& reading) {
  const auto t = reading.find({"t"}), i = reading.find({"i"}), j = reading.find({"j"}),
             v = reading.find({"v"});
  if (t && i && j) {
    if (!v) reading.fail("column `v` is missing", "BACI's own files have t,i,j,k,v,q; v is thousand USD");
    return {true, *t, *i, *j, *v, 1000.0};
  }
  const auto from = reading.find({"exporter"}), to = reading.find({"importer"}),
             year = reading.find({"year"});
  const auto kusd = reading.find({"value_kusd"}), usd = reading.find({"value_usd"});
  std::string header;
  for (const auto& name : reading.header) header += (header.empty() ? "" : ",") + name;
  if (!from || !to || !year)
    throw Error(fmt::format("the header `{}` is not BACI's", header.substr(0, 60)), reading.name + ", row 1",
                "expected t,i,j,k,v,q or exporter,importer,year,value_kusd");
  if (!kusd && !usd)
    throw Error("the column of values does not say its unit", reading.name + ", row 1",
                "name it value_kusd (thousand USD) or value_usd");
  return {false, *year, *from, *to, kusd ? *kusd : *usd, kusd ? 1000.0 : 1.0};
}

bool named_as_codes(const std::string& name) {
  return lower_case(fs::path(name).filename().string()).rfind("country_codes", 0) == 0;
}

// country_codes.csv, else the last by name of those that bear a release: country_codes_V202501.csv.
std::string codes_beside(const std::string& file) {
  std::set<std::string> found;
  std::error_code failed;
  const fs::path folder = fs::absolute(file).parent_path();
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file() && named_as_codes(entry.path().string())) found.insert(entry.path().string());
  const std::string plain = (folder / "country_codes.csv").string();
  if (found.empty() || found.count(plain)) return found.empty() ? "" : plain;
  return *found.rbegin();
}

void read_lines(Reading& reading, const std::function<void(std::string_view)>& take,
                const std::function<void(const TakePiece&)>& source) {
  Lines lines(take);
  source([&](std::string_view piece) { lines.add(piece); });
  lines.finish();
  if (reading.row == 0) reading.fail("the file is empty", "");
}

}  // namespace

std::string todays_code(std::string code) {
  static const std::unordered_map<std::string_view, std::string_view> kOld = {
      {"S19", "TWN"}, {"BLX", "BEL"}, {"ROM", "ROU"}, {"ZAR", "COD"}, {"TMP", "TLS"},
      {"YUG", "SRB"}, {"SCG", "SRB"}, {"SER", "SRB"}, {"MNT", "MNE"}, {"WBG", "PSE"},
      {"KSV", "XKX"}, {"KOS", "XKX"}, {"DDR", "DEU"}, {"BUR", "MMR"}, {"ZA1", "ZAF"},
      {"SUD", "SDN"}, {"FDR", "DEU"}, {"VDR", "VNM"}, {"YMD", "YEM"}};
  std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return std::toupper(c); });
  const auto found = kOld.find(code);
  return found == kOld.end() ? code : std::string(found->second);
}

BaciFlows read_baci(const std::vector<std::string>& files, const std::string& codes_file) {
  Codes codes;
  bool have_codes = false;
  const auto read_codes_from = [&](const std::string& name,
                                   const std::function<void(const TakePiece&)>& source) {
    Reading reading;
    reading.name = name;
    read_lines(
        reading, [&](std::string_view line) { read_codes(reading, line, codes); }, source);
    have_codes = true;
  };
  const auto plain = [](const std::string& path) {
    return [path](const TakePiece& take) { unpack(path, take); };
  };
  const auto member = [](const std::string& path, const ZipMember& part) {
    return [path, part](const TakePiece& take) { unpack_member(path, part, take); };
  };
  struct Source {
    std::string name;
    std::function<void(const TakePiece&)> read;
  };
  std::vector<Source> sources;
  for (const auto& file : files) {
    if (!is_zip(file)) {
      sources.push_back({file, plain(file)});
      continue;
    }
    const auto members = zip_members(file);
    for (const auto& part : members) {
      const std::string name = lower_case(fs::path(part.name).filename().string());
      if (codes_file.empty() && !have_codes && named_as_codes(part.name))
        read_codes_from(file + ":" + part.name, member(file, part));
      else if (name.ends_with(".csv") && name.rfind("product_codes", 0) != 0 && !named_as_codes(part.name))
        sources.push_back({file + ":" + part.name, member(file, part)});
    }
  }
  if (!codes_file.empty()) {
    read_codes_from(codes_file, plain(codes_file));
  } else if (!have_codes && !files.empty()) {
    if (const std::string beside = codes_beside(files.front()); !beside.empty())
      read_codes_from(beside, plain(beside));
  }
  Sums sums(codes);
  for (const auto& source : sources) {
    Reading reading;
    reading.name = source.name;
    std::optional<Layout> layout;
    read_lines(
        reading,
        [&](std::string_view line) {
          const bool data = reading.take(line);
          if (!layout) {
            layout = layout_of(reading);
            if (layout->numbered && !have_codes)
              throw Error("BACI's own files number the countries, and their codes are missing", source.name,
                          "add --codes country_codes_V202501.csv, which comes with BACI");
          }
          if (!data) return;
          const double value = reading.number(layout->value);
          const int year = reading.integer(layout->year, 10000);
          if (layout->numbered)
            sums.add(reading.integer(layout->from, kNumbers), reading.integer(layout->to, kNumbers), year,
                     value);
          else
            sums.add(std::string(reading.cells[layout->from]), std::string(reading.cells[layout->to]), year,
                     value * layout->unit);
        },
        source.read);
  }
  return sums.finish();
}

}  // namespace sogdia
