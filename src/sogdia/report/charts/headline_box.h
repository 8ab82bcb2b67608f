#pragma once
#include <string>
#include <vector>

namespace sogdia::report {

// The box that opens a page or a part of it: up to three numbers, and what they mean in a sentence or two.
struct HeadNumber {
  std::string number, what, band;  // band: the range or the base, in small type
};
struct HeadBox {
  std::vector<HeadNumber> numbers;
  std::vector<std::string> sentences;  // paragraphs
  std::string warning;
};
// Numbers that are not known are left out, and a box without anything is none.
std::string html_box(const HeadBox& box);

}  // namespace sogdia::report
