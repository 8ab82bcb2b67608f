#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sogdia {

// The file ".sogdia" in a folder that Sogdia wrote: which files are its own, so that nobody else's is ever
// taken for them. Lines are only ever appended, so that a process may die at any moment:
//
//   sogdia 1 run 1311768467   kind ("run", "estimates", "world") and the folder's inode when it was made
//   writing tables/world.csv
//   file 9ae16a3b2f90404f 1234 tables/world.csv       hash (FNV-1a, 64 bits), bytes, name
//   complete
//   placed                     it stands where it was meant to
//   replaced                   by another run, and about to be removed
//
// Bytes of a name outside printable ASCII, and `%`, are written as %XX.
inline constexpr const char* kMarkName = ".sogdia";

struct FolderMark {
  struct File {
    std::uint64_t hash = 0, bytes = 0;
  };
  std::string kind;
  std::uint64_t inode = 0;
  std::map<std::string, File> files;
  std::vector<std::string> writing;  // begun, and perhaps not ended
  bool complete = false, placed = false, replaced = false;
};

// The mark of a folder; its kind is empty where it has none, or one that Sogdia did not write.
FolderMark read_mark(const std::string& folder);

std::string mark_header(const std::string& kind, std::uint64_t inode);
std::string mark_writing(const std::string& name);
std::string mark_file(const std::string& name, const FolderMark::File& file);

FolderMark::File fingerprint(const std::string& path);

// The first thing in the folder that is not as its mark has it: a file that is not listed or has changed
// since, a link, a folder without listed files. Empty where there is none.
struct Stranger {
  std::string name;
  bool changed = false;
};
Stranger find_stranger(const std::string& folder, const FolderMark& mark);

// Removes the files that the mark lists (those being written too, with their temporary files) and the folders
// that are then empty. Links are not followed, and what is not listed stays. Whether the folder is gone.
bool remove_listed(const std::string& folder, const FolderMark& mark);

}  // namespace sogdia
