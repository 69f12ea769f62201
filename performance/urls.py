"""Addresses of performance, below a partnership's own address."""

from django.urls import path

from performance.views import achievements, measures, register, results

app_name = "performance"

urlpatterns = [
    *register.measure_pages.get_urls(),
    *register.TargetPages().get_urls(),
    *register.ComparatorPages().get_urls(),
    *register.ComparisonPages().get_urls(),
    *register.AchievementPages().get_urls(),
    path("performance/", measures.MeasureList.as_view(), name="list"),
    path("performance/<slug:code>/", measures.MeasureShow.as_view(), name="measure"),
    path("performance/<slug:code>/results/add/", results.ResultAdd.as_view(), name="result_add"),
    path("achievements/<int:pk>/picture/<str:name>", register.AchievementPicture.as_view(), name="achievement_picture"),
    path("achievements/", achievements.AchievementList.as_view(), name="achievements"),
]
