#pragma once
#include <string>
#include <vector>

namespace sogdia::tool {

// Refuses, before the work, files to write (empty names are none) that are one of the inputs, lie in an input
// folder, are two by one name, or have no folder to stand in. Throws Error.
void require_outputs(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs);

}  // namespace sogdia::tool
