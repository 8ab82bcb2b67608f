#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "exit_code.h"
#include "json_number.h"
#include "outputs.h"
#include "sogdia/claims/claims.h"
#include "sogdia/core/parallel.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/report/claim_words.h"
#include "sogdia/report/claims_page.h"
#include "sogdia/study/world/evidence.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const std::string& file) {
  if (file != "-") return read_file(file);
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

// A long text rests on the same few sources again and again; each is looked up once.
class Sources {
 public:
  explicit Sources(const World& world) : world_(world) {}
  const std::vector<report::SourceWords>& words(const std::string& keys) {
    const auto found = words_.find(keys);
    if (found != words_.end()) return found->second;
    return words_.emplace(keys, report::sources_of(world_, keys)).first->second;
  }

 private:
  const World& world_;
  std::map<std::string, std::vector<report::SourceWords>> words_;
};

using SourceJson = std::map<std::string, Json>;

SourceJson json_of(Sources& sources, const std::vector<Claim>& claims) {
  SourceJson json;
  for (const auto& claim : claims)
    for (const auto& item : claim.evidence) {
      const auto [at, is_new] = json.emplace(item.source, Json::array());
      if (!is_new) continue;
      for (const auto& source : sources.words(item.source))
        at->second.push_back({{"title", source.title},
                              {"publisher", source.publisher},
                              {"date", source.date},
                              {"url", source.url}});
    }
  return json;
}

// Field by field: a list in braces is copied three times over.
Json evidence_json(const EvidenceItem& item, const SourceJson& sources) {
  Json out = Json::object();
  out["table"] = item.table;
  out["source"] = item.source;
  out["value"] = json_number(item.value);
  out["unit"] = item.unit;
  out["status"] = item.status;
  out["figure"] = item.figure;
  out["period"] = item.period;
  out["sources"] = sources.at(item.source);
  return out;
}

Json claim_json(const Claim& claim, const SourceJson& sources) {
  Json out = Json::object();
  out["text"] = claim.text;
  out["start"] = claim.start;
  out["end"] = claim.end;
  out["kind"] = claim.kind;
  out["parties"] = claim.parties;
  out["flow"] = claim.flow;
  out["period"] = claim.period;
  out["reporter"] = claim.reporter;
  Json& printed = out["printed"] = Json::object();
  printed["value"] = json_number(claim.printed.value);
  printed["unit"] = claim.printed.unit;
  printed["low"] = json_number(claim.printed.low);
  printed["high"] = json_number(claim.printed.high);
  out["reading"] = claim.reading;
  out["verdict"] = to_string(claim.verdict);
  out["edit"] = nullptr;
  out["note"] = claim.note;
  Json& evidence = out["evidence"] = Json::array();
  if (claim.edit)
    out["edit"] = {
        {"kind", claim.edit->kind}, {"value", claim.edit->value}, {"explanation", claim.edit->explanation}};
  for (const auto& item : claim.evidence) evidence.push_back(evidence_json(item, sources));
  return out;
}

// As it stands in the list of all; no text in JSON has a line end.
void append_claim(std::string& out, const Claim& claim, const SourceJson& sources) {
  const std::string one = json_text(claim_json(claim, sources), 2);
  for (std::size_t k = 0; k < one.size();) {
    const std::size_t next = std::min(one.find('\n', k), one.size() - 1) + 1;
    out.append(one, k, next - k);
    if (one[next - 1] == '\n') out += "    ";
    k = next;
  }
}

// Claim by claim, so that those of a long text are not held as a tree.
std::string claims_json(const std::vector<Claim>& claims, Sources& words, int threads) {
  if (claims.empty()) return json_text(Json{{"claims", Json::array()}}, 2) + "\n";
  const SourceJson sources = json_of(words, claims);
  constexpr std::size_t kAtOnce = 500;
  std::vector<std::string> parts((claims.size() + kAtOnce - 1) / kAtOnce);
  parallel_for(parts.size(), threads, [&](std::size_t part) {
    const std::size_t end = std::min(claims.size(), (part + 1) * kAtOnce);
    for (std::size_t k = part * kAtOnce; k < end; ++k) {
      parts[part] += k == 0 ? "\n    " : ",\n    ";
      append_claim(parts[part], claims[k], sources);
    }
  });
  std::string out = "{\n  \"claims\": [";
  for (const auto& part : parts) out += part;
  out += "\n  ]\n}\n";
  return out;
}

std::string readable(const Claim& claim, Sources& sources) {
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
    for (const auto& source : sources.words(item.source)) line("", in_words(source));
  }
  return out;
}

// An error of the text names the file.
template <class Body>
auto with_file(const ClaimsArgs& args, const Body& body) {
  try {
    return body();
  } catch (const Error& error) {
    if (!error.where.empty()) throw;
    throw Error(error.message, args.file == "-" ? "standard input" : args.file, error.hint);
  }
}

}  // namespace

int verb_claims(const ClaimsArgs& args, const Common& common) {
  const std::string text = text_of(args.file);
  if (interrupted()) throw Cancelled();
  // The text is cut into sentences while the pack is read.
  World world;
  std::shared_ptr<const claims::Pack> evidence;
  std::shared_ptr<claims::Prose> prose;
  parallel_for(2, common.threads, [&](std::size_t half) {
    if (half == 1) {
      prose = with_file(args, [&] { return read_prose(text); });
      return;
    }
    world = open_world(common);
    require_outputs({args.html}, {args.file, world.folder});
    evidence = prepare_evidence(evidence_of(world));
  });
  auto claims = with_file(args, [&] { return check_claims(*prose, *evidence, args.date); });
  prose.reset();
  if (!args.html.empty())
    write_file(args.html,
               write_claims_page(
                   text, claims, world,
                   args.file == "-" ? "A text" : std::filesystem::path(args.file).filename().string()));
  const std::string counts = report::verdict_counts(claims);
  const bool error = std::any_of(claims.begin(), claims.end(),
                                 [](const Claim& claim) { return claim.verdict == Verdict::likely_error; });
  if (args.only == "errors")
    std::erase_if(claims, [](const Claim& claim) { return claim.verdict != Verdict::likely_error; });
  Sources sources(world);
  if (common.json) {
    print(claims_json(claims, sources, common.threads));
  } else {
    std::string out;
    for (const auto& claim : claims) out += readable(claim, sources) + "\n";
    print(printable(out + counts + "\n"));
    if (!args.html.empty()) talk(common, "the marked-up text is in " + args.html);
  }
  leave(args.exit_code && error ? kLikelyError : kDone);
}

}  // namespace sogdia::tool
