#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/io/file.h"
#include "sogdia/io/saved_file.h"
#include "sogdia/network/build.h"

namespace sogdia {

// The network that make_network made of a pack's tables, kept in a file beside the pack, ".NAME.network" for
// the folder NAME: to take it from there takes a tenth of the time. The file is believed only where a program
// of the same sources wrote it, every file that the network is made of is still the same to the byte, and it
// is whole; else the network is made anew and the file replaced.
struct SavedNetwork {
  // Throws Error where the file is not to be believed.
  SavedNetwork(const std::string& path, std::uint64_t source);
  MappedFile file;
  SavedReader reader;
};

// What the network is made of: the hash of these files and of the sources that make it. 0, which no file is
// saved under, where one of them cannot be read.
std::uint64_t network_source(const std::vector<std::string>& files);

std::string saved_network_path(const std::string& world_folder);
std::string network_text(const Built& built, std::uint64_t source);

// nullptr where there is none to be believed.
std::shared_ptr<const SavedNetwork> open_saved_network(const std::string& path, std::uint64_t source);
Built read_network(SavedReader reader);

// Writes one of 10,000 links and more, where that can be done: it saves time and no more.
void save_network(const std::string& path, const Built& built, std::uint64_t source);

}  // namespace sogdia
