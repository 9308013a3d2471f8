"""What does not go straight: returns, an extension, a hold, rework, merging and its undoing."""

from datetime import timedelta

from tests.journeys.people import PHOTOS, Resident

GRID = "410106002006001"
PHONE = {"width": 390, "height": 844}


def report(resident, text, **words):
    return resident.reports(text, category="I02", place=GRID, **words).number


def until(clock, days):
    return f"{clock.start + timedelta(days=days):%Y-%m-%d}"


def test_returned_and_refused_twice_it_goes_to_the_joint_meeting(cast, clock, worker, keep):
    number = report(cast(Resident, **PHONE), "楼顶漏水，找了几家都说不归他们管。")
    cadre, street = cast("cadre"), cast("street")

    clock.day(1, "09:10")
    cadre.finds(number, "sign")
    for turn, hour in ((1, "09:30"), (2, "10:30")):
        clock.day(1, hour)
        cadre.does("request_return", number, keep=keep, reason="wrong_unit", note=f"第{turn}次：属物业维修，不是房管。")
        street.finds(number, "returned")
        street.does("refuse_return", number, keep=keep, note="维修资金归房管，仍由房管办。")
        street.sees("办理中")

    street.opens("/meetings/")
    street.waits_to_see("楼顶漏水")
    keep(street.page, "proposed-by-itself")


def test_extended_put_on_hold_taken_up_again_and_reworked(cast, clock, worker, keep):
    number = report(cast(Resident, **PHONE), "外墙渗水，屋里发霉。")
    cadre, street, leader, supervisor = cast("cadre"), cast("street"), cast("gridleader"), cast("supervisor")
    clock.day(1, "09:10")
    cadre.signs_for(number)

    cadre.does("request_extension", number, keep=keep, reason="material", until=until(clock, 22), note="等防水材料。")
    street.finds(number, "decide")
    street.does("approve_extension", number, keep=keep)
    street.sees("3月23日 17:00")

    clock.day(2, "09:30")
    cadre.does("request_suspension", number, keep=keep, reason="season", until=until(clock, 9), note="等晴天才能施工。")
    supervisor.finds(number, "decide")
    supervisor.does("suspend", number, keep=keep)
    cadre.opens_case(number)
    cadre.sees("挂账")
    keep(cadre.page, "on-hold")

    clock.day(9, "09:05")
    worker.strikes("cases.come_back")
    cadre.opens_case(number)
    cadre.sees("办理中", "3月30日 17:00")  # five working days later than the extension said
    keep(cadre.page, "taken-up-again")

    after = [PHOTOS / "wall-leak-after.jpg"]
    clock.day(10, "15:00")
    cadre.does("feed_back", number, result="solved", note="重做了防水。", photos=after)
    leader.finds(number, "verify")
    leader.does("order_rework", number, keep=keep, note="西墙还在渗。")
    cadre.opens_case(number)
    cadre.sees("返工")
    keep(cadre.page, "rework")


def test_merged_and_taken_out_again(cast, clock, worker, keep):
    main = report(cast(Resident, **PHONE), "3号楼下水管堵了，污水往外冒。")
    other = cast(Resident, **PHONE).reports("3号楼门口污水横流。", address="盛世花园3号楼").number  # no place, no kind
    district = cast("district")
    clock.day(1, "09:10")

    district.does("merge", other, keep=keep, main=main)
    district.sees("已并案")
    keep(district.page, "merged")

    district.does("unmerge", other, keep=keep, note="一处是下水，一处是化粪池。")
    district.sees("待受理")
