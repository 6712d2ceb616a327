"""The columns that offices' lists have, and the words by which their headers call them, in simplified script."""

from enum import StrEnum


class Field(StrEnum):
    """What a column holds."""

    SERIAL = "serial"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    COMPOUND = "compound"
    BUILDING = "building"
    STAIRWELL = "stairwell"
    FLOOR = "floor"
    ROOM = "room"
    ADDRESS = "address"
    NAME = "name"
    HEAD = "head"
    RELATION = "relation"
    SEX = "sex"
    BIRTH = "birth"
    ID = "id"
    PHONE = "phone"
    MEMBERS = "members"
    HEAD_ID = "head_id"
    HEAD_PHONE = "head_phone"
    REMARK = "remark"
    COUNT = "count"
    KIND = "kind"
    ORGANISATION = "organisation"
    ZONE = "zone"
    CONTACT = "contact"
    CONTACT_PHONE = "contact_phone"
    STRENGTH = "strength"
    TITLE = "title"
    BLOCK = "block"
    FLOORS = "floors"
    DWELLINGS = "dwellings"
    FROM = "from"
    ARRIVED = "arrived"
    TRANSPORT = "transport"
    CARRIER = "carrier"
    TUBE = "tube"
    RESULT = "result"
    REPORTED = "reported"


Vocabulary = dict[Field, tuple[str, ...]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PLACES: Vocabulary = {
    Field.SERIAL: _words("序号 编号 序 no no. #"),
    Field.STREET: _words("街道 乡镇 街镇 镇街 乡镇街道 街道乡镇 镇 乡 所属街道 所属乡镇 street"),
    Field.COMMUNITY: _words("社区 村社区 社区村 村居 居委会 村委会 行政村 所属社区 所在社区 community"),
    Field.COMPOUND: _words(
        """
        小区 小区名称 所属小区 院落 小区院落 楼盘 村民小组 居民小组 小组 组 自然村 街巷 路名 宿舍 compound
        estate
        """
    ),
}

REGISTER: Vocabulary = {
    **_PLACES,
    Field.GRID: _words("网格 所属网格 网格名称 网格号 所在网格 grid"),
    Field.BUILDING: _words("楼栋 栋 幢 栋号 幢号 楼号 楼栋号 号楼 楼 座 building block"),
    Field.STAIRWELL: _words("单元 单元号 门 梯 单元门 巷 stairwell unit"),
    Field.FLOOR: _words("楼层 层 所在楼层 floor"),
    Field.ROOM: _words("房号 室 室号 房间号 房间 房屋号 房室号 户号 门户号 单元房号 room flat"),
    Field.ADDRESS: _words(
        """
        详细地址 地址 门牌 门牌号 门牌号码 家庭住址 家庭地址 住址 居住地址 现住址 现住地址 房屋地址 居住地
        现居住地址 现居住地 居住详址 住户地址 具体地址 address
        """
    ),
    Field.NAME: _words(
        """
        姓名 家庭成员 家庭成员姓名 成员姓名 居民姓名 人员姓名 住户姓名 名字 成员 居民 name
        """
    ),
    Field.HEAD: _words("户主 户主姓名 业主 业主姓名 房主 head householder"),
    Field.RELATION: _words(
        """
        与户主关系 与户主的关系 与户主之关系 关系 家庭关系 人员关系 relation relationship
        """
    ),
    Field.SEX: _words("性别 sex gender"),
    Field.BIRTH: _words("出生日期 出生年月 出生年月日 生日 dateofbirth birthdate"),
    Field.ID: _words(
        """
        身份证号码 身份证号 身份证 证件号码 证件号 公民身份号码 公民身份证号码 公民身份证号 身份号码
        居民身份证号码 证件 idnumber id idno
        """
    ),
    Field.PHONE: _words(
        """
        联系电话 电话 电话号码 手机 手机号 手机号码 联系方式 联系手机 联系电话号码 本人电话 phone mobile
        telephone
        """
    ),
    Field.MEMBERS: _words(
        """
        其他成员 其他家庭成员 家庭其他成员 同住人员 同住人 同住成员 其他人员 家庭成员情况 members
        """
    ),
    Field.HEAD_ID: _words("户主身份证 户主身份证号 户主身份证号码 户主证件号码 户主证件号"),
    Field.HEAD_PHONE: _words("户主电话 户主手机 户主手机号 户主联系电话 户主联系方式 户主手机号码"),
    Field.REMARK: _words("备注 说明 情况说明 remark remarks note notes"),
    Field.COUNT: _words("常住人口数 人口数 人数 家庭人数 家庭人口 家庭人口数 常住人数 户内人数 居住人数"),
    Field.KIND: _words("类型 房屋类型 房屋用途 用途 场所类型 房屋性质 门牌类型 类别 kind type"),
}

_ORGANISATION = _words(
    """
        单位 单位名称 后盾单位 工作单位 所在单位 派出单位 机构 organisation organization
        """
)
_ZONE = _words("责任区 责任区名称 所属责任区 包保责任区 包保片区 片区 zone")
_PHONE = REGISTER[Field.PHONE]

ORGANISATIONS: Vocabulary = {
    Field.SERIAL: _PLACES[Field.SERIAL],
    Field.ORGANISATION: _ORGANISATION,
    Field.ZONE: _ZONE,
    Field.CONTACT: _words("联络人 联系人 负责人 联络员 姓名 contact"),
    Field.CONTACT_PHONE: ("联络人电话", "联系人电话", "负责人电话", "联络员电话", "联络人手机", *_PHONE),
    Field.STRENGTH: _words("可派人数 参战人数 人数 派出人数 可派 人员数 strength people"),
    Field.REMARK: REGISTER[Field.REMARK],
}
WORKERS: Vocabulary = {
    Field.SERIAL: _PLACES[Field.SERIAL],
    Field.NAME: _words("姓名 名字 人员姓名 参战人员 name"),
    Field.ORGANISATION: _ORGANISATION,
    Field.PHONE: _PHONE,
    Field.TITLE: _words("职务 职位 职称 身份 岗位 title position"),
    Field.SEX: REGISTER[Field.SEX],
    Field.ZONE: _ZONE,
    Field.REMARK: REGISTER[Field.REMARK],
}
ZONES: Vocabulary = {**_PLACES, Field.ZONE: _ZONE, Field.REMARK: REGISTER[Field.REMARK]}
BUILDINGS: Vocabulary = {
    Field.SERIAL: _PLACES[Field.SERIAL],
    Field.COMMUNITY: (*_PLACES[Field.COMMUNITY], "bldgcontracttown", "town"),
    Field.STREET: _words("路名 道路 街道名 街路 街道 street road"),
    Field.COMPOUND: tuple(word for word in _PLACES[Field.COMPOUND] if word != "路名"),
    Field.BLOCK: _words("楼号 栋号 幢号 楼栋 楼栋号 栋 幢 blkno block building blk"),
    Field.STAIRWELL: _words("单元数 stairwells"),
    Field.FLOORS: _words("层数 总层数 楼层数 最高楼层 地上层数 maxfloorlvl floors storeys"),
    Field.DWELLINGS: _words("户数 总户数 住户数 套数 住宅套数 totaldwellingunits dwellings flats units"),
}
OUTSIDE: Vocabulary = {
    Field.SERIAL: _PLACES[Field.SERIAL],
    Field.NAME: _words("姓名 名字 人员姓名 旅客姓名 患者姓名 name passenger"),
    Field.SEX: REGISTER[Field.SEX],
    Field.ID: (*REGISTER[Field.ID], "证件号码身份证护照", "passport"),
    Field.PHONE: (*_PHONE, "本人手机", "手机号码本人"),
    Field.FROM: _words(
        """
        来源地 出发地 始发地 出发城市 旅居地 旅居史 旅居地区 来自 何地返回 返回地 从何地返回 从哪里来 始发站
        发生地 中高风险地区 from origin camefrom departure
        """
    ),
    Field.ARRIVED: _words(
        """
        抵达日期 到达日期 返回日期 返回时间 抵达时间 到达时间 返乡日期 返乡时间 来返日期 入境日期 接触日期 最后接触日期
        末次接触时间 日期 arrived arrival arrivaldate date
        """
    ),
    Field.TRANSPORT: _words("交通方式 交通工具 返回方式 出行方式 乘坐交通工具 transport means"),
    Field.CARRIER: _words("车次 航班 航班号 车次航班 车次航班车牌 车次航班号 班次 车牌 车牌号 train flight plate"),
    Field.ADDRESS: (
        *REGISTER[Field.ADDRESS],
        *_words(
            """
            户籍或居住地 户籍地址 户籍地 户籍所在地 目的地 目的地址 落脚地址 居住地自报 拟居住地址 在本地住址 现居地
            destination
            """
        ),
    ),
    Field.REMARK: REGISTER[Field.REMARK],
}
RESULTS: Vocabulary = {
    Field.SERIAL: _PLACES[Field.SERIAL],
    Field.NAME: OUTSIDE[Field.NAME],
    Field.ID: REGISTER[Field.ID],
    Field.TUBE: _words(
        """
        试管码 试管号 试管编号 管号 管码 采样管号 采样管码 采样码 条码 条码号 条形码 样本号 样本编号 样本码 样本条码
        标本号 标本编号 tube tubecode barcode sample sampleid sampleno specimen
        """
    ),
    Field.RESULT: _words(
        """
        结果 检测结果 检验结果 核酸结果 核酸检测结果 结果判定 判定 最终结果 result testresult outcome
        """
    ),
    Field.REPORTED: _words(
        """
        报告时间 报告日期 出报告时间 结果时间 检测时间 检测日期 检验时间 检验日期 出结果时间 审核时间 reported
        reportdate reporttime testedat
        """
    ),
    Field.REMARK: REGISTER[Field.REMARK],
}
