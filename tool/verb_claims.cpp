#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "sogdia/claims/claims.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/evidence.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const std::string& file) {
  if (file != "-") return read_file(file);
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

Json claim_json(const Claim& claim) {
  Json out = {{"text", claim.text},
              {"start", claim.start},
              {"end", claim.end},
              {"kind", claim.kind},
              {"verdict", to_string(claim.verdict)},
              {"edit", nullptr},
              {"note", claim.note},
              {"evidence", Json::array()}};
  if (claim.edit)
    out["edit"] = {
        {"kind", claim.edit->kind}, {"value", claim.edit->value}, {"explanation", claim.edit->explanation}};
  for (const auto& item : claim.evidence)
    out["evidence"].push_back({{"source", item.source}, {"figure", item.figure}, {"period", item.period}});
  return out;
}

std::string readable(const Claim& claim) {
  std::string out = fmt::format("{}: \"{}\"\n", to_string(claim.verdict), claim.text);
  out += "  " + (claim.edit ? claim.edit->explanation : claim.note) + "\n";
  if (claim.edit && !claim.edit->value.empty()) out += "  would fit: " + claim.edit->value + "\n";
  for (const auto& item : claim.evidence)
    out += fmt::format("  evidence: {}{}{}\n", item.figure, item.period.empty() ? "" : ", " + item.period,
                       item.source.empty() ? "" : " [" + item.source + "]");
  return out;
}

}  // namespace

int verb_claims(const ClaimsArgs& args, const Common& common) {
  const std::string text = text_of(args.file);
  if (interrupted()) throw Cancelled();
  const World world = open_world(common);
  const auto claims = check_claims(text, evidence_of(world));
  if (common.json) {
    Json out = {{"claims", Json::array()}};
    for (const auto& claim : claims) out["claims"].push_back(claim_json(claim));
    print(json_text(out, 2) + "\n");
    return 0;
  }
  std::string out;
  for (const auto& claim : claims) out += (out.empty() ? "" : "\n") + readable(claim);
  print(out.empty() ? "no claim about trade was found in the text\n" : out);
  return 0;
}

}  // namespace sogdia::tool
