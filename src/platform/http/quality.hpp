// One item of a header such as Accept-Language or Accept-Encoding: a name and how much it is wanted, in thousandths.
#pragma once
#include <string_view>

namespace gavel::http {

struct weighted {
    std::string_view name;
    int quality = 1000;
};

// Takes the first item off a comma-separated list. A malformed weight counts as 0.
weighted take_weighted(std::string_view& list);

}  // namespace gavel::http
