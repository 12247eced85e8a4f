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
    change<money> start_price, reserve_price, buy_now_price, step;
    change<instant> starts_at, ends_at;
    change<std::int64_t> duration_s;
    std::optional<std::string> addition;  // only for a running lot

    bool changes_content() const;
};

// Setting a duration forgets a former end and the other way round; giving both is left for faults_of.
content merged(content before, const edit& e);

// The names of the members in which two contents differ, in the words of the API and in its order.
std::vector<std::string> changed_fields(const content& before, const content& after);

// What a seller's own step may be, minor units. The auction tells it: the increment tables are bidding's.
struct step_bounds {
    std::int64_t min = 0, max = 0;
};

// Faults between and inside the fields that do not depend on the clock: {"field", "code", "min"|"max"|"allowed"...}. Empty: none.
// Lengths and choices were already judged by the form. `steps`: for the start price, nothing while there is none.
boost::json::array faults_of(const content& c, std::int64_t granularity, const std::optional<step_bounds>& steps);

// at least thirty per cent above the start price, and above the reserve. Minor units, a multiple of the granularity.
std::int64_t buy_now_min(const content& c, std::int64_t granularity);

// What publishing still needs, in the order of the contract.
std::vector<std::string_view> missing_of(const content& c);

// Refuses (incomplete_lot) what is not complete, naming everything missing.
result<void> require_complete(const content& c);

// One field at fault.
std::unexpected<error> refuse_field(std::string_view field, std::string_view code);

struct schedule {
    instant starts_at, ends_at;
};

// When a complete lot would run if published at `now`. Refuses a start that passed or is more than 30 days ahead, and a run shorter than a
// minute or longer than 30 days.
result<schedule> schedule_at(const content& c, instant now);

// When a running lot goes on after an edit: its start stays; its end, now at `ends_at`, only moves on.
result<schedule> reschedule(const content& before, const content& after, instant ends_at);

// The draft that offers a lot again: its content with the additions joined to the description, to run as long as it ran.
content relisted(const lot& ended);

}  // namespace gavel::lots
