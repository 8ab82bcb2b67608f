#include "sogdia/sql/sql_lock.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/files/where_plan.h"
#include "sogdia/sql/sql_stream.h"

namespace sogdia {
namespace {

using Json = nlohmann::json;

// A list of every partner of every country fits; what is longer is no condition that somebody wrote.
constexpr std::size_t kLongest = 100'000;
constexpr const char* kConditionHint =
    "write one condition over the data's columns: year >= 2000 and exporter <> 'USA'";
constexpr const char* kQueryHint = "write one SELECT over one file: SELECT * FROM 'trade.parquet'";

std::string text_of(const Json& node, const char* key) {
  const auto found = node.find(key);
  return found != node.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The one SELECT of each text. Throws DuckDB's words, without a place.
std::vector<Json> trees_of(const std::vector<std::string>& texts) {
  if (texts[0].find('\0') != std::string::npos) throw Error("it holds a byte of zero", "", "");
  std::vector<Json> nodes;
  for (const auto& text : sql_trees(texts)) {
    const Json tree = Json::parse(text, nullptr, false);
    if (tree.is_discarded()) throw Error("it cannot be read as SQL", "", "");
    if (tree.value("error", true)) throw Error(text_of(tree, "error_message"), "", "");
    if (tree.at("statements").size() != 1) throw Error("it holds more than one statement", "", "");
    nodes.push_back(tree.at("statements")[0].at("node"));
  }
  return nodes;
}

template <typename Visit>
void each_node(const Json& node, Visit&& visit) {
  // On a heap: text of others decides how deep it is.
  std::vector<const Json*> open{&node};
  while (!open.empty()) {
    const Json& next = *open.back();
    open.pop_back();
    if (next.is_object()) visit(next);
    if (next.is_structured())
      for (const auto& child : next) open.push_back(&child);
  }
}

// SELECT 1 FROM data WHERE `where`, and nothing that the condition added to it.
bool is_bare(const Json& node) {
  const auto empty = [&](const char* key) { return !node.contains(key) || node[key].empty(); };
  const auto null = [&](const char* key) { return !node.contains(key) || node[key].is_null(); };
  if (text_of(node, "type") != "SELECT_NODE" || !empty("modifiers") || !empty("group_expressions") ||
      !empty("group_sets") || !null("having") || !null("sample") || !null("qualify") || null("where_clause"))
    return false;
  if (node.contains("cte_map") && !node["cte_map"].at("map").empty()) return false;
  const Json& from = node.at("from_table");
  return node.at("select_list").size() == 1 && text_of(node["select_list"][0], "class") == "CONSTANT" &&
         text_of(from, "type") == "BASE_TABLE" && text_of(from, "table_name") == "data" &&
         text_of(from, "alias").empty() && from.value("sample", Json()).is_null();
}

std::set<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// Functions of numbers, texts and days that make nothing much larger than what they are given;
// of replace() check_replace sees to that.
const std::set<std::string>& functions() {
  static const std::set<std::string> names = words_of(
      "abs sign round round_even floor ceil ceiling trunc sqrt cbrt exp ln log log2 log10 pow power "
      "mod fmod divide add subtract multiply greatest least isnan isinf isfinite sin cos tan asin acos "
      "atan atan2 degrees radians pi even gcd lcm hash bit_count xor lower lcase upper ucase length "
      "len strlen char_length character_length trim ltrim rtrim left right substr substring "
      "left_grapheme right_grapheme contains starts_with ends_with prefix suffix instr position strpos "
      "reverse replace translate concat concat_ws split_part ascii unicode ord chr strip_accents "
      "nfc_normalize like_escape ilike_escape not_like_escape not_ilike_escape regexp_matches "
      "regexp_full_match regexp_extract levenshtein damerau_levenshtein hamming jaccard "
      "jaro_similarity jaro_winkler_similarity year month day quarter week weekofyear yearweek isoyear "
      "dayofmonth dayofweek weekday isodow dayofyear dayname monthname decade century era hour minute "
      "second millisecond epoch date_part datepart date_trunc datetrunc date_diff datediff date_sub "
      "datesub date_add last_day make_date make_timestamp strftime strptime try_strptime to_days "
      "to_months to_years to_weeks to_hours to_quarters today current_date now get_current_timestamp "
      "age julian date coalesce ifnull nullif if list_value row list_contains list_has array_contains "
      "list_position struct_extract array_extract list_extract list_element typeof ");
  return names;
}

// The text of a constant, or nothing.
std::optional<std::string> constant_text(const Json& node) {
  if (text_of(node, "class") != "CONSTANT" || !node.contains("value")) return std::nullopt;
  const Json& value = node["value"];
  if (!value.contains("value") || !value["value"].is_string()) return std::nullopt;
  return value["value"].get<std::string>();
}

// replace() of replace() of ... makes a text as long as it likes, unless none of them makes it longer.
void check_replace(const Json& call) {
  const Json arguments = call.value("children", Json::array());
  if (arguments.size() != 3) return;  // DuckDB says what is wrong
  const auto from = constant_text(arguments[1]), to = constant_text(arguments[2]);
  if (!from || !to || from->empty() || to->size() > from->size())
    throw Error("replace() in a condition takes two texts, the second no longer than the first", "",
                "write replace(name, ' ', '') or replace(name, '-', '_')");
}

void check_node(const Json& node) {
  const std::string kind = text_of(node, "class");
  if (kind == "SUBQUERY") throw Error("a condition holds no query of its own", "", kConditionHint);
  if (kind == "PARAMETER") throw Error("a condition holds no placeholder (`?` or `$1`)", "", kConditionHint);
  if (kind == "STAR") throw Error("a condition names its columns, without `*`", "", kConditionHint);
  if (kind == "WINDOW") throw Error("a condition looks at one row at a time: no OVER", "", kConditionHint);
  if (kind == "LAMBDA") throw Error("a condition holds no `->`", "", kConditionHint);
  if (kind == "POSITIONAL_REFERENCE") throw Error("a condition names its columns", "", kConditionHint);
  if (kind == "COLUMN_REF") {
    const Json& names = node.at("column_names");
    const std::string name = names.empty() ? "" : lower_case(names.back().get<std::string>());
    // What DuckDB gives every table, and Sogdia its own, is not the data's.
    if (names.size() == 1 && (name == "rowid" || name == "sogdia row"))
      throw Error(fmt::format("the data has no column `{}`", name), "", kConditionHint);
    static const std::set<std::string> kAsking{"current_user", "current_role", "current_schema",
                                               "current_catalog", "session_user"};
    if (names.size() == 1 && kAsking.count(name) > 0)
      throw Error(fmt::format("a condition may not ask for `{}`", name), "", kConditionHint);
    return;
  }
  if (kind != "FUNCTION") return;
  const std::string name = text_of(node, "function_name");
  if (!may_call(name))
    throw Error(
        fmt::format("a condition may not call `{}`", name), "",
        "it may call functions of numbers, texts and days: abs, log, lower, length, substr, contains, "
        "regexp_matches, year, date_diff, coalesce");
  if (lower_case(name) == "replace") check_replace(node);
}

[[noreturn]] void throw_bad_query(const std::string& reason, const std::string& sql,
                                  const std::string& hint) {
  throw Error("the query is not one that Sogdia runs: " + reason, sql, hint);
}

bool reads_tables(const std::string& file) {
  std::filesystem::path path(lower_case(file));
  if (path.extension() == ".gz" || path.extension() == ".zst") path.replace_extension();
  const std::string kind = path.extension().string();
  return kind == ".parquet" || kind == ".csv" || kind == ".tsv" || kind == ".json" || kind == ".jsonl" ||
         kind == ".ndjson";
}

}  // namespace

bool may_call(const std::string& function) {
  const bool symbol = std::none_of(function.begin(), function.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  });
  return symbol || functions().count(lower_case(function)) > 0;
}

void check_condition(const std::string& where) {
  try {
    if (where.size() > kLongest) throw Error("it is longer than 100 000 characters", "", kConditionHint);
    // In parentheses and without: what closes one that it did not open fails in the second, what ends the
    // condition to begin another clause in the first.
    const std::string head = "SELECT 1 FROM data WHERE ";
    const auto nodes = trees_of({head + where + "\n", head + "(" + where + "\n)"});
    for (const auto& node : nodes)
      if (!is_bare(node)) throw Error("it is more than one condition", "", kConditionHint);
    each_node(nodes[0].at("where_clause"), check_node);
  } catch (const Error& error) {
    if (error.hint.empty()) throw_bad_where(error.message, where);
    throw Error("the condition on rows is not understood: " + error.message, where, error.hint);
  }
}

std::string file_of_query(const std::string& sql) {
  Json tree;
  try {
    tree = trees_of({sql})[0];
  } catch (const Error& error) {
    throw_bad_query(error.message, sql, kQueryHint);
  }
  std::set<std::string> named;  // in WITH
  each_node(tree, [&](const Json& node) {
    if (node.contains("cte_map"))
      for (const auto& entry : node["cte_map"].at("map")) named.insert(lower_case(text_of(entry, "key")));
    if (text_of(node, "type") == "RECURSIVE_CTE_NODE" || text_of(node, "type") == "CTE_NODE")
      named.insert(
          lower_case(node.contains("cte_name") ? text_of(node, "cte_name") : text_of(node, "ctename")));
  });
  std::string file;
  each_node(tree, [&](const Json& node) {
    const std::string type = text_of(node, "type");
    if (type == "TABLE_FUNCTION" && node.contains("function")) {
      const std::string name = lower_case(text_of(node["function"], "function_name"));
      if (name != "range" && name != "generate_series" && name != "unnest")
        throw_bad_query(fmt::format("it calls `{}`, and a query calls no function that reads", name), sql,
                        "name the file after FROM, in single quotes: SELECT * FROM 'trade.parquet'");
    }
    if (type == "SHOW_REF") throw_bad_query("it asks DuckDB about itself", sql, kQueryHint);
    if (text_of(node, "class") == "FUNCTION") {
      const std::string name = lower_case(text_of(node, "function_name"));
      static const std::set<std::string> kAsking{"current_setting",  "getvariable",    "getenv",
                                                 "write_log",        "nextval",        "currval",
                                                 "current_database", "current_schemas"};
      if (kAsking.count(name) > 0 || name.rfind("pg_", 0) == 0 || name.rfind("duckdb_", 0) == 0)
        throw_bad_query(fmt::format("it calls `{}`, which asks DuckDB about itself", name), sql, kQueryHint);
    }
    if (type != "BASE_TABLE") return;
    const std::string table = text_of(node, "table_name");
    const bool plain = text_of(node, "schema_name").empty() && text_of(node, "catalog_name").empty();
    if (plain && named.count(lower_case(table)) > 0) return;
    if (!plain || !reads_tables(table))
      throw_bad_query(fmt::format("`{}` is not a file of a known kind", table), sql,
                      "name a .parquet, .csv, .tsv or .json file after FROM, in single quotes: SELECT * FROM "
                      "'trade.parquet'");
    if (table.find_first_of("*?[") != std::string::npos)
      throw_bad_query(fmt::format("`{}` may be many files", table), sql, "name one file, without * ? [");
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(table, ignored))
      throw_bad_query(fmt::format("the file `{}` does not exist", table), sql,
                      "check the path; it starts from the folder you are in");
    if (!file.empty() && file != table)
      throw_bad_query(fmt::format("it names two files, `{}` and `{}`", file, table), sql,
                      "a query reads one file; put the tables into one .duckdb file or join them before");
    file = table;
  });
  return file;
}

}  // namespace sogdia
