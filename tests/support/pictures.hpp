// Pictures for tests of other modules, as files. The process that makes them is a test; the product decodes them in another one.
#pragma once
#include <string>

namespace gavel::test {

std::string jpeg(int width = 400, int height = 300);
std::string png(int width = 400, int height = 300);
std::string held_sideways();  // a JPEG of 400 × 300 that is to be seen as 300 × 400, with the place where it was taken in it
std::string heic();

// "300x400" of a picture of any kind.
std::string size_of(const std::string& content);
// Whether the left upper corner is red, as in every picture above.
bool red_first(const std::string& content);

}  // namespace gavel::test
