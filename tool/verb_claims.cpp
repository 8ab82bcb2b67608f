#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "outputs.h"
#include "sogdia/claims/claims.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/report/claim_words.h"
#include "sogdia/report/claims_page.h"
#include "sogdia/study/world/evidence.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

constexpr int kDone = 0, kLikelyError = 4;

using Json = nlohmann::ordered_json;

std::string text_of(const std::string& file) {
  if (file != "-") return read_file(file);
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json evidence_json(const EvidenceItem& item, const World& world) {
  Json out = {{"table", item.table},   {"source", item.source},   {"value", number(item.value)},
              {"unit", item.unit},     {"status", item.status},   {"figure", item.figure},
              {"period", item.period}, {"sources", Json::array()}};
  for (const auto& source : report::sources_of(world, item.source))
    out["sources"].push_back({{"title", source.title},
                              {"publisher", source.publisher},
                              {"date", source.date},
                              {"url", source.url}});
  return out;
}

Json claim_json(const Claim& claim, const World& world) {
  Json out = {{"text", claim.text},
              {"start", claim.start},
              {"end", claim.end},
              {"kind", claim.kind},
              {"parties", claim.parties},
              {"flow", claim.flow},
              {"period", claim.period},
              {"reporter", claim.reporter},
              {"printed",
               {{"value", number(claim.printed.value)},
                {"unit", claim.printed.unit},
                {"low", number(claim.printed.low)},
                {"high", number(claim.printed.high)}}},
              {"reading", claim.reading},
              {"verdict", to_string(claim.verdict)},
              {"edit", nullptr},
              {"note", claim.note},
              {"evidence", Json::array()}};
  if (claim.edit)
    out["edit"] = {
        {"kind", claim.edit->kind}, {"value", claim.edit->value}, {"explanation", claim.edit->explanation}};
  for (const auto& item : claim.evidence) out["evidence"].push_back(evidence_json(item, world));
  return out;
}

std::string readable(const Claim& claim, const World& world) {
  std::string words = claim.text;
  std::replace(words.begin(), words.end(), '\n', ' ');
  std::string out = fmt::format("{}: \"{}\"\n", to_string(claim.verdict), words);
  const auto line = [&](const char* label, const std::string& said) {
    if (!said.empty()) out += fmt::format("  {:<10}{}\n", label, said);
  };
  const std::string tolerance = report::tolerance_words(claim.printed);
  line("read as", claim.reading + (claim.reading.empty() || tolerance.empty() ? "" : ": ") + tolerance);
  if (claim.edit) {
    line(claim.edit->kind.c_str(), claim.edit->explanation);
    line("would fit", claim.edit->value);
  } else {
    line(claim.verdict == Verdict::not_checkable ? "not held" : "because", claim.note);
  }
  for (const auto& item : claim.evidence) {
    line("evidence", item.figure + (item.period.empty() ? "" : ", " + item.period) +
                         (item.status == "estimated" ? " (estimated)" : ""));
    for (const auto& source : report::sources_of(world, item.source)) line("", in_words(source));
  }
  return out;
}

// The claims of the text; an error of the text names the file.
std::vector<Claim> claims_of(const std::string& text, const ClaimsArgs& args, const World& world) {
  try {
    return check_claims(text, *prepare_evidence(evidence_of(world)), args.date);
  } catch (const Error& error) {
    if (!error.where.empty()) throw;
    throw Error(error.message, args.file == "-" ? "standard input" : args.file, error.hint);
  }
}

}  // namespace

int verb_claims(const ClaimsArgs& args, const Common& common) {
  const std::string text = text_of(args.file);
  if (interrupted()) throw Cancelled();
  const World world = open_world(common);
  require_outputs({args.html}, {args.file, world.folder});
  const auto claims = claims_of(text, args, world);
  if (!args.html.empty())
    write_file(args.html,
               write_claims_page(
                   text, claims, world,
                   args.file == "-" ? "A text" : std::filesystem::path(args.file).filename().string()));
  std::vector<Claim> shown = claims;
  if (args.only == "errors")
    std::erase_if(shown, [](const Claim& claim) { return claim.verdict != Verdict::likely_error; });
  if (common.json) {
    Json out = {{"claims", Json::array()}};
    for (const auto& claim : shown) out["claims"].push_back(claim_json(claim, world));
    print(json_text(out, 2) + "\n");
  } else {
    std::string out;
    for (const auto& claim : shown) out += readable(claim, world) + "\n";
    print(printable(out + report::verdict_counts(claims) + "\n"));
    if (!args.html.empty()) talk(common, "the marked-up text is in " + args.html);
  }
  const bool error = std::any_of(claims.begin(), claims.end(),
                                 [](const Claim& claim) { return claim.verdict == Verdict::likely_error; });
  return args.exit_code && error ? kLikelyError : kDone;
}

}  // namespace sogdia::tool
