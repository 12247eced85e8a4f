#include "modules/lots/stored.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::lots {

namespace json = boost::json;

json::value shipping_json(const std::vector<shipping_choice>& choices) {
    json::array list;
    for (const auto& each : choices) {
        json::object row{{"method", each.method}};
        if (each.cost) row["cost"] = each.cost->amount;
        list.push_back(std::move(row));
    }
    return list;
}

std::vector<shipping_choice> read_shipping(const json::value& stored, currency unit) {
    std::vector<shipping_choice> choices;
    for (const auto& each : stored.as_array()) {
        const auto& row = each.as_object();
        shipping_choice choice{std::string(row.at("method").as_string()), std::nullopt};
        if (const auto* cost = row.if_contains("cost")) choice.cost = money{cost->to_number<std::int64_t>(), unit};
        choices.push_back(std::move(choice));
    }
    return choices;
}

}  // namespace gavel::lots
