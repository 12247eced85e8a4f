// Tables of test cases with names.
#pragma once
#include <gtest/gtest.h>

#include <string>

namespace gavel::bidding::test {

// Names a case of a table after its first column.
struct name_of {
    template <class Case>
    std::string operator()(const testing::TestParamInfo<Case>& each) const {
        return each.param.name;
    }
};

}  // namespace gavel::bidding::test
