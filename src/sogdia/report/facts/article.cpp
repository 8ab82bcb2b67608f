#include "sogdia/report/facts/article.h"

#include <algorithm>
#include <map>
#include <set>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/core/error.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/evidence.h"

namespace sogdia {

namespace {

struct Mention {
  int weight = 0;
  std::size_t first = 0;  // token
};

// How often each party is named: in its first lines, where a text says what it is about, three times as much.
std::map<std::string, Mention> mentions(const std::string& prose, const claims::PartyLexicon& lexicon) {
  constexpr std::size_t kFirstLines = 400;  // bytes
  const auto tokens = claims::tokenize(prose);
  std::map<std::string, Mention> found;
  for (std::size_t k = 0; k < tokens.size();) {
    const auto match = lexicon.match(tokens, k, tokens.size());
    if (match.code.empty()) {
      ++k;
      continue;
    }
    Mention& mention = found.try_emplace(match.code, Mention{0, k}).first->second;
    mention.weight += tokens[k].start < kFirstLines ? 3 : 1;
    k = std::max(match.end, k + 1);
  }
  return found;
}

// Countries of a claim count as named so many times more.
constexpr int kClaimed = 5;

std::vector<std::string> main_countries(std::map<std::string, Mention> found,
                                        const std::vector<Claim>& claims, const Economy& economy) {
  for (const Claim& claim : claims) {
    for (const auto& code : claim.parties) {
      if (const auto at = found.find(code); at != found.end()) at->second.weight += kClaimed;
    }
  }
  std::vector<std::pair<std::string, Mention>> order;
  for (const auto& [code, mention] : found) {
    if (economy.countries.contains(code)) order.emplace_back(code, mention);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& p, const auto& q) { return p.second.weight > q.second.weight; });
  if (order.size() > 2) order.resize(2);
  // A country that is named in passing is no second side.
  if (order.size() == 2 && order[1].second.weight * 4 < order[0].second.weight) order.resize(1);
  std::sort(order.begin(), order.end(),
            [](const auto& p, const auto& q) { return p.second.first < q.second.first; });
  std::vector<std::string> codes;
  for (const auto& [code, mention] : order) codes.push_back(code);
  return codes;
}

std::size_t times_named(const std::string& prose, const std::string& words) {
  std::size_t count = 0;
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t at = prose.find(words); !words.empty() && at != std::string::npos;
       at = prose.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    count += (at == 0 || !letter(prose[at - 1])) && (end == prose.size() || !letter(prose[end]));
  }
  return count;
}

// The bloc that the text names most, by its id or the head of its name: "Belt and Road" of "Belt and Road
// Initiative: China and signatories".
std::string main_bloc(const std::string& prose, const World& world) {
  std::string best;
  std::size_t most = 0;
  std::set<std::string> seen;
  for (const BlocYears& bloc : world.records.blocs) {
    if (!seen.insert(bloc.bloc).second) continue;
    std::string name = bloc.name.substr(0, bloc.name.find_first_of(":("));
    while (!name.empty() && name.back() == ' ') name.pop_back();
    std::size_t count = times_named(prose, bloc.bloc) + times_named(prose, name);
    if (const std::string tail = " Initiative"; name.ends_with(tail))
      count += times_named(prose, name.substr(0, name.size() - tail.size()));
    if (count > most) most = count, best = bloc.bloc;
  }
  return best;
}

// The forum that a claim was held against.
std::string main_forum(const std::vector<Claim>& claims, const World& world) {
  for (const Claim& claim : claims) {
    for (const EvidenceItem& item : claim.evidence) {
      if (item.table != "forums" && item.table != "events") continue;
      for (const Forum& forum : world.records.forums)
        if (forum.from_date == item.period) return forum.id;
    }
  }
  return "";
}

}  // namespace

Article read_article(const std::string& text, const std::string& name, const std::string& date,
                     const World& world) {
  Article article;
  article.name = name, article.text = text;
  const Evidence evidence = evidence_of(world);
  const auto pack = prepare_evidence(evidence);
  try {
    article.claims = check_claims(text, *pack, date);
  } catch (const Error& error) {
    throw Error(error.message, error.where.empty() ? name : error.where, error.hint);
  }
  const std::string prose = claims::plain_text(text).text;
  const Economy economy = make_economy(world, Study().base.year);
  article.countries = main_countries(mentions(prose, pack->lexicon), article.claims, economy);
  article.initiative = main_bloc(prose, world);
  article.forum = main_forum(article.claims, world);
  return article;
}

Study study_on(const Article& article, const World& world) {
  Study study;
  study.path = article.name;
  if (article.countries.size() == 2) {
    study.pairs = {{article.countries[0], article.countries[1]}};
    study.title =
        country_name(world, article.countries[0]) + " and " + country_name(world, article.countries[1]);
  } else if (article.countries.size() == 1) {
    study.countries = article.countries;
    study.title = country_name(world, article.countries[0]);
  } else {
    study.title = article.name;
  }
  return study;
}

}  // namespace sogdia
