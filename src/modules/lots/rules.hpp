// What a seller may write and when a lot may run. Pure: values and the clock in, verdict out.
#pragma once
#include "base/error.hpp"
#include "modules/lots/model.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::lots {

// One member of a merge patch (RFC 7396): not mentioned, cleared with null, or set.
template <class T>
struct change {
    bool given = false;
    std::optional<T> value;

    void apply(std::optional<T>& to) const {
        if (given) to = value;
    }
};

struct edit {
    change<std::string> title, description, category, condition, location;
    change<std::vector<shipping_choice>> shipping;  // null and [] both clear
    change<money> start_price, reserve_price;
    change<instant> starts_at, ends_at;
    change<std::int64_t> duration_s;
    std::optional<std::string> addition;  // only for a running lot

    bool changes_content() const;
};

// Setting a duration forgets a former end and the other way round; giving both is left for faults_of.
content merged(content before, const edit& e);

// Faults between and inside the fields that do not depend on the clock: {"field", "code", "min"|"max"|"allowed"...}. Empty: none.
// Lengths and choices were already judged by the form.
boost::json::array faults_of(const content& c, std::int64_t granularity);

// What publishing still needs, in the order of the contract.
std::vector<std::string_view> missing_of(const content& c);

struct schedule {
    instant starts_at, ends_at;
};

// When a complete lot would run if published at `now`. Refuses a start that passed or is more than 30 days ahead, and a run shorter than a
// minute or longer than 30 days.
result<schedule> schedule_at(const content& c, instant now);

}  // namespace gavel::lots
