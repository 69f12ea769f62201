from tests.cycle import content, meeting, publish, seats

__all__ = ["content", "meeting", "publish", "seats"]
