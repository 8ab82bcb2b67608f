#pragma once
#include "depend/depend_parts.h"
#include "sogdia/study/answers/dependence/alignment.h"
#include "sogdia/study/answers/dependence/route_exposure.h"
#include "verb.h"

// What `depend` adds to a pair or a party where it is asked to.
namespace sogdia::tool {

Json exposure_json(const std::vector<RouteExposure>& exposure);
std::string exposure_text(const std::vector<RouteExposure>& exposure);

Json alignment_json(const std::vector<Aligned>& rows);
// Every vote and bloc, then and now.
std::string alignment_text(const std::vector<Aligned>& rows);

// Fuels, ores and metals of a pair in the latest year that the pack has, largest first.
Json goods_json(const World& world, const Party& a, const Party& b);
std::string goods_text(const World& world, const Party& a, const Party& b);
// Both ways, in every year.
Table goods_table(const World& world, const Party& a, const Party& b);

// `depend A [B] --io FILE`: shares as customs see them and looked through, of a table of the user's.
int depend_io(const DependArgs& args, const Common& common);

// `depend RUS --sanctioned-by sanctions_2022` and `depend --rank`.
int depend_diverted(const World& world, const DependArgs& args, const Common& common);
int depend_rank(const World& world, const DependArgs& args, const Common& common);

}  // namespace sogdia::tool
