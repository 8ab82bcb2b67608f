#pragma once
#include <string>

#include "sogdia/study/places/gazetteer.h"

namespace sogdia {

// The embedded world and its gazetteer, made once for all tests of names.
struct Embedded {
  World world = load_world(SOGDIA_SOURCE_DIR "/data/world");
  Network network = make_network(world).network;
  Gazetteer gazetteer{world, network};
};
inline const Embedded& embedded() {
  static const Embedded once;
  return once;
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// What is typed, and the id that it finds.
struct Word {
  const char *text, *id;
};

}  // namespace sogdia
