#include "sogdia/study/places/world_place.h"

#include <fmt/format.h>

#include <filesystem>

#include "sogdia/core/error.h"

namespace sogdia {

std::string find_world(const WorldPlaces& places) {
  namespace fs = std::filesystem;
  if (!places.asked.empty()) return places.asked;
  if (!places.environment.empty()) return places.environment;
  for (const auto& folder : places.beside) {
    std::error_code failed;
    if (fs::exists(fs::path(folder) / "datapackage.json", failed))
      return fs::path(folder).lexically_normal().string();
  }
  throw Error("no world pack was found", fmt::format("{}", fmt::join(places.beside, ", ")),
              "name its folder with --world, or set SOGDIA_WORLD to it");
}

std::string world_of(const Study& study) {
  if (study.base.world.empty()) return "";
  return (std::filesystem::path(study.path).parent_path() / study.base.world).lexically_normal().string();
}

}  // namespace sogdia
